import { execFile } from 'node:child_process';

import { err, ok, type Clock, type Result } from '#payment';

import type { PrinterTransport } from './printer-transport.ts';

/** A job that a queue has not passed on by then is taken back: it would be printed whenever the printer returns. */
export const queueWithinMs = 20_000;
const askAgainMs = 500;
const programWithinMs = 5_000;

/** Runs a program of the system; its output, or the error that it ended with. */
export type RunProgram = (
  program: string,
  args: readonly string[],
  input: Uint8Array | null,
) => Promise<Result<string, string>>;

/**
 * A queue of CUPS, as bytes that it must not change. It tells nothing of paper, so the most that is known is that the job has left it.
 */
export function spoolTransport(clock: Clock, queue: string, run: RunProgram = runProgram): PrinterTransport {
  return {
    canAnswer: false,
    endWithinMs: queueWithinMs + 2 * programWithinMs,
    open: () => {
      const chunks: Uint8Array[] = [];
      let isEnded = false;
      return Promise.resolve(
        ok({
          write: (bytes) => {
            chunks.push(bytes.slice());
            return Promise.resolve(isEnded ? err('closed') : ok(undefined));
          },
          end: () => {
            isEnded = true;
            // Looking at a printer writes nothing, and so makes no job.
            return chunks.length === 0
              ? Promise.resolve(ok(undefined))
              : submit(clock, queue, Buffer.concat(chunks), run);
          },
          drop: () => void (isEnded = true),
        }),
      );
    },
  };
}

async function submit(clock: Clock, queue: string, bytes: Uint8Array, run: RunProgram): Promise<Result<void, string>> {
  const given = await run('lp', ['-d', queue, '-o', 'raw'], bytes);
  if (!given.ok) return given;
  const id = /request id is (\S+)/.exec(given.value)?.[1];
  if (id === undefined) return ok(undefined); // it took it, and cannot be asked about it
  const endsAt = clock.monoMs() + queueWithinMs;
  while (clock.monoMs() < endsAt) {
    const waiting = await run('lpstat', ['-o', queue], null);
    if (!waiting.ok) return waiting;
    if (!waiting.value.split(/\s+/).includes(id)) return ok(undefined);
    await new Promise<void>((resolve) => void clock.after(askAgainMs, resolve));
  }
  await run('cancel', [id], null);
  return err(`not done within ${queueWithinMs} ms: the job was taken back from the queue`);
}

export const runProgram: RunProgram = (program, args, input) =>
  new Promise((resolve) => {
    const child = execFile(
      program,
      [...args],
      { timeout: programWithinMs, env: { ...process.env, LC_ALL: 'C' } },
      (error, stdout) => resolve(error === null ? ok(stdout) : err(error.message)),
    );
    child.stdin?.on('error', () => undefined); // it ended before it had read: its own error tells why
    child.stdin?.end(input ?? undefined);
  });
