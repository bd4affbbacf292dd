import type * as SerialPackage from 'serialport';

import { err, ok, type Clock, type Result } from '#payment';

import { reason } from '../../scanner/transport/reason.ts';
import type { Channel, ChannelEvents, PrinterTransport } from './printer-transport.ts';

/** Printers come set to less; a receipt with pictures takes 4 s at 9600. Flow control by RTS/CTS, which their DTR line drives. */
const settings = { baudRate: 115_200, dataBits: 8, parity: 'none', stopBits: 1, rtscts: true } as const;
const drainsWithinMs = 30_000;
const gentleCloseMs = 1_000;

/** A printer on a serial port, RS-232 or USB. `find`: where the port is now; null when it is not there. */
export function serialTransport(clock: Clock, find: () => Promise<string | null>): PrinterTransport {
  return {
    canAnswer: true,
    endWithinMs: drainsWithinMs,
    async open(events) {
      const path = await find();
      if (path === null) return err('ENOENT: the port is not there');
      try {
        const { SerialPort } = await import('serialport');
        return await openPort(clock, new SerialPort({ path, ...settings, autoOpen: false }), events);
      } catch (error) {
        return err(`serialport does not load: ${reason(error)}`);
      }
    },
  };
}

/** There is always a listener for data: without one serialport 13 does not notice that a port was unplugged. */
async function openPort(
  clock: Clock,
  port: SerialPackage.SerialPort,
  { take, gone }: ChannelEvents,
): Promise<Result<Channel, string>> {
  let state: 'opening' | 'open' | 'closed' = 'opening';
  const lose = (detail: string): void => {
    if (state !== 'open') return;
    state = 'closed';
    gone(detail);
  };
  port.on('error', (error: Error) => lose(error.message));
  port.on('data', (bytes: Buffer) => (state === 'open' ? take(bytes) : undefined));
  port.on('close', (error: unknown) => lose(error === undefined || error === null ? 'closed' : reason(error)));
  const problem = await new Promise<Error | null>((resolve) => port.open(resolve));
  if (problem !== null) return err(problem.message);
  state = 'open';
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      state = 'closed';
      // A port that has gone does not always say that it is closed.
      const limit = clock.after(gentleCloseMs, resolve);
      if (!port.isOpen) return resolve();
      port.close(() => {
        limit.cancel();
        resolve();
      });
    });
  return ok({
    write: (bytes) =>
      new Promise((written) => {
        if (state !== 'open') return written(err('closed'));
        port.write(Buffer.from(bytes), (error) => {
          if (error !== null && error !== undefined) return written(err(error.message));
          port.drain((problem) => written(problem === null ? ok(undefined) : err(problem.message)));
        });
      }),
    end: async () => {
      if (state !== 'open') return err('closed');
      await close();
      return ok(undefined);
    },
    drop: () => void close(),
  });
}
