import { stat } from 'node:fs/promises';

import type * as SerialPackage from 'serialport';

import { err, ok, type Clock, type Result, type Timer } from '#payment';

import type { DeviceEvents, ListProblem, OpenDevice } from './hid-transport.ts';
import { reason } from './reason.ts';
import type { PortInfo, SerialTransport } from './serial-transport.ts';

/** What RS-232 scanners come set to, with 8 data bits, no parity and 1 stop bit; for USB ones it means nothing. */
const baudRate = 9_600;

/** How often an open port's node is looked for. */
const nodeLookMs = 2_000;

/** Serial ports by serialport, which is loaded when it is first asked. */
export class NodeSerialTransport implements SerialTransport {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async list(): Promise<Result<readonly PortInfo[], ListProblem>> {
    const library = await load();
    if (!library.ok) return err({ is: 'missing', detail: library.error });
    try {
      return ok((await library.value.SerialPort.list()).map(infoOf));
    } catch (error) {
      return err({ is: 'unlisted', detail: reason(error) });
    }
  }

  async open(path: string, events: DeviceEvents): Promise<Result<OpenDevice, string>> {
    const library = await load();
    if (!library.ok) return library;
    return await openPort(new library.value.SerialPort({ path, baudRate, autoOpen: false }), path, events, this.#clock);
  }
}

/**
 * serialport 13 does not always say on Linux that an open port was unplugged: it takes end-of-file for "no data yet", asks
 * again for ever and takes a whole processor until `close` is called. Without a listener for data it notices nothing
 * at all. So there always is one, and the port's node is looked for; the service closes too, when the port is not listed.
 */
async function openPort(
  port: SerialPackage.SerialPort,
  path: string,
  { take, gone }: DeviceEvents,
  clock: Clock,
): Promise<Result<OpenDevice, string>> {
  let state: 'opening' | 'open' | 'closed' = 'opening';
  let look: Timer | null = null;
  const end = (detail: string): void => {
    if (state === 'open') gone(detail);
  };
  port.on('error', (error: Error) => end(error.message));
  port.on('data', (chunk: Buffer) => {
    if (state === 'open') take(chunk);
  });
  port.on('close', (error: unknown) => end(reason(error ?? 'closed')));
  const problem = await new Promise<Error | null>((resolve) => port.open(resolve));
  if (problem !== null) return err(problem.message);
  state = 'open';
  const lookForNode = (): void => {
    look = clock.after(nodeLookMs, () => {
      void isThere(path).then((there) => {
        if (state !== 'open') return;
        if (there) lookForNode();
        else end('No such file or directory: the port has gone');
      });
    });
  };
  if (path.startsWith('/')) lookForNode();
  return ok({
    async close() {
      if (state === 'closed') return;
      state = 'closed';
      look?.cancel();
      if (port.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
    },
  });
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

async function load(): Promise<Result<typeof SerialPackage, string>> {
  try {
    return ok(await import('serialport'));
  } catch (error) {
    return err(reason(error));
  }
}

function infoOf(port: Awaited<ReturnType<typeof SerialPackage.SerialPort.list>>[number]): PortInfo {
  const vendorId = Number.parseInt(port.vendorId ?? '', 16);
  const productId = Number.parseInt(port.productId ?? '', 16);
  const isUsb = Number.isInteger(vendorId) && Number.isInteger(productId);
  return {
    path: port.path,
    usb: isUsb ? { vendorId, productId } : null,
    serial: port.serialNumber ?? null,
    name: port.manufacturer ?? null,
  };
}
