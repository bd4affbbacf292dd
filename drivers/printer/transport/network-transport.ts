import { createConnection } from 'node:net';

import { err, ok, type Result } from '#payment';

import type { Channel, ChannelEvents, PrinterTransport } from './printer-transport.ts';

/** A silent printer closes late, if at all; whatever it still prints, nothing more is heard of it. */
const closesWithinMs = 5_000;

/** A printer on the network: raw bytes over TCP, one connection for each job. */
export function networkTransport(host: string, port: number): PrinterTransport {
  return { canAnswer: true, endWithinMs: closesWithinMs, open: (events) => open(host, port, events) };
}

function open(host: string, port: number, { take, gone }: ChannelEvents): Promise<Result<Channel, string>> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, noDelay: true });
    let state: 'opening' | 'open' | 'ending' | 'closed' = 'opening';
    let problem: string | null = null;
    let ending: ((result: Result<void, string>) => void) | null = null;
    const lost = (detail: string): void => {
      problem ??= detail;
      const was = state;
      if (was === 'closed') return;
      state = 'closed';
      if (was === 'opening') resolve(err(problem));
      if (was === 'open') gone(problem);
    };
    socket.on('error', (error: NodeJS.ErrnoException) => lost(`${error.code ?? ''} ${error.message}`.trim()));
    socket.on('data', (bytes) => (state === 'closed' ? undefined : take(bytes)));
    // It has no reason to end before we do: it was switched off, or closes connections that are silent for long.
    socket.on('end', () => (state === 'open' ? lost('closed by the printer') : undefined));
    socket.on('close', () => {
      ending?.(problem === null ? ok(undefined) : err(problem));
      lost('closed');
    });
    socket.on('connect', () => {
      if (state !== 'opening') return;
      state = 'open';
      resolve(
        ok({
          write: (bytes) =>
            new Promise((written) => {
              if (state !== 'open') return written(err(problem ?? 'closed'));
              socket.write(bytes, (error) => written(error instanceof Error ? err(error.message) : ok(undefined)));
            }),
          end: () =>
            new Promise((ended) => {
              if (state !== 'open') return ended(err(problem ?? 'closed'));
              state = 'ending';
              // Never destroyed with bytes unread: a system then resets the connection, and the last lines are lost.
              ending = ended;
              socket.end();
            }),
          drop: () => {
            state = 'closed';
            socket.destroy();
          },
        }),
      );
    });
  });
}
