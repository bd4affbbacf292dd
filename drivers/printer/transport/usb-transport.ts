import type { UsbDevice } from 'usb/index.js';

import { err, ok, type Result } from '#payment';

import { reason } from '../../scanner/transport/reason.ts';
import type { Channel, ChannelEvents, PrinterTransport } from './printer-transport.ts';

/** One read; then it is asked again, so that closing waits no longer than this. */
const readMs = 250;
const readBytes = 64;
const writeMs = 10_000;

/** The interface of a USB device that prints. */
export type UsbPrinterInterface = { device: UsbDevice; number: number; out: number; in: number | null };

/**
 * A USB printer by the `usb` package, where the system has no file for it. `find` gives it; null when it is not there. The kernel's own
 * driver is put back afterwards.
 */
export function usbTransport(find: () => Promise<UsbPrinterInterface | null>): PrinterTransport {
  return {
    canAnswer: true,
    endWithinMs: readMs * 4,
    async open(events) {
      try {
        const found = await find();
        return found === null ? err('ENOENT: the printer is not there') : await open(found, events);
      } catch (error) {
        return err(reason(error));
      }
    },
  };
}

async function open(found: UsbPrinterInterface, events: ChannelEvents): Promise<Result<Channel, string>> {
  const { device, number, out } = found;
  await device.open();
  let wasDetached = false;
  try {
    wasDetached = await claim(device, number);
  } catch (error) {
    await device.close().catch(() => undefined);
    return err(reason(error));
  }
  return ok(new UsbChannel(found, out, wasDetached, events));
}

class UsbChannel implements Channel {
  readonly #found: UsbPrinterInterface;
  readonly #out: number;
  readonly #wasDetached: boolean;
  readonly #events: ChannelEvents;
  readonly #reading: Promise<void>;
  #isClosed = false;

  constructor(found: UsbPrinterInterface, out: number, wasDetached: boolean, events: ChannelEvents) {
    this.#found = found;
    this.#out = out;
    this.#wasDetached = wasDetached;
    this.#events = events;
    this.#reading = found.in === null ? Promise.resolve() : this.#readOn(found.in);
  }

  async write(bytes: Uint8Array): Promise<Result<void, string>> {
    if (this.#isClosed) return err('closed');
    try {
      let at = 0;
      while (at < bytes.length)
        at += await this.#found.device.nativeTransferOut(this.#out, writeMs, bytes.subarray(at));
      return ok(undefined);
    } catch (error) {
      return err(reason(error));
    }
  }

  async end(): Promise<Result<void, string>> {
    if (this.#isClosed) return err('closed');
    this.#isClosed = true;
    await this.#reading;
    await this.#close();
    return ok(undefined);
  }

  drop(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    void this.#close();
  }

  async #readOn(from: number): Promise<void> {
    while (!this.#isClosed) {
      try {
        const bytes = await this.#found.device.nativeTransferIn(from, readMs, readBytes);
        if (bytes !== null && bytes.length > 0 && !this.#isClosed) this.#events.take(bytes);
      } catch (error) {
        if (!/timed? ?out/i.test(reason(error))) return this.#lose(reason(error));
      }
    }
  }

  #lose(detail: string): void {
    if (this.#isClosed) return;
    this.drop();
    this.#events.gone(detail);
  }

  async #close(): Promise<void> {
    const { device, number } = this.#found;
    await device.releaseInterface(number).catch(() => undefined); // it may have gone
    if (this.#wasDetached) await device.attachKernelDriver(number).catch(() => undefined);
    await device.close().catch(() => undefined);
  }
}

/** True when the kernel's driver had it, on Linux `usblp`. Choosing the configuration would fail then, too, and is not needed. */
async function claim(device: UsbDevice, number: number): Promise<boolean> {
  try {
    await device.claimInterface(number);
    return false;
  } catch {
    await device.detachKernelDriver(number);
    await device.claimInterface(number);
    return true;
  }
}
