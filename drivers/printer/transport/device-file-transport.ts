import { constants } from 'node:fs';
import { open as openFile, type FileHandle } from 'node:fs/promises';

import { err, ok, type Clock, type Result } from '#payment';

import type { Channel, ChannelEvents, PrinterTransport } from './printer-transport.ts';

/** Where nothing is there to be read, or no room to write, it is tried again. */
const againAfterMs = 5;
const readBytesMax = 256;
/** What was written to a device is with it soon after, or was lost with its cable. */
const endsWithinMs = 1_000;

/**
 * A device file that is written to and read, such as `/dev/usb/lp1`. Without blocking: a read that waits for a printer that says
 * nothing would hold one of the process's few threads for ever. `find`: where it is now; null when it is not there.
 */
export function deviceFileTransport(clock: Clock, find: () => Promise<string | null>): PrinterTransport {
  return {
    canAnswer: true,
    endWithinMs: endsWithinMs,
    async open(events) {
      const path = await find();
      if (path === null) return err('ENOENT: the printer is not there');
      try {
        const file = await openFile(path, constants.O_RDWR | constants.O_NONBLOCK);
        return ok(new DeviceFile(clock, file, events));
      } catch (error) {
        return err(textOf(error));
      }
    },
  };
}

class DeviceFile implements Channel {
  readonly #clock: Clock;
  readonly #file: FileHandle;
  readonly #events: ChannelEvents;
  #isClosed = false;
  #problem: string | null = null;

  constructor(clock: Clock, file: FileHandle, events: ChannelEvents) {
    this.#clock = clock;
    this.#file = file;
    this.#events = events;
    void this.#readOn();
  }

  async write(bytes: Uint8Array): Promise<Result<void, string>> {
    let at = 0;
    while (at < bytes.length) {
      if (this.#isClosed) return err(this.#problem ?? 'closed');
      try {
        const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, null);
        at += bytesWritten;
        if (bytesWritten === 0) await this.#wait();
      } catch (error) {
        if (!isBusy(error)) return err(textOf(error));
        await this.#wait();
      }
    }
    return ok(undefined);
  }

  async end(): Promise<Result<void, string>> {
    if (this.#isClosed) return err(this.#problem ?? 'closed');
    this.#isClosed = true;
    try {
      await this.#file.close();
      return ok(undefined);
    } catch (error) {
      return err(textOf(error));
    }
  }

  drop(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    void this.#file.close().catch(() => undefined); // it may have gone
  }

  async #readOn(): Promise<void> {
    const buffer = new Uint8Array(readBytesMax);
    while (!this.#isClosed) {
      try {
        const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, null);
        if (bytesRead > 0 && !this.#isClosed) this.#events.take(buffer.slice(0, bytesRead));
        else await this.#wait();
      } catch (error) {
        if (isBusy(error)) await this.#wait();
        else return this.#lose(textOf(error));
      }
    }
  }

  #lose(detail: string): void {
    if (this.#isClosed) return;
    this.#problem = detail;
    this.#isClosed = true;
    void this.#file.close().catch(() => undefined);
    this.#events.gone(detail);
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(againAfterMs, resolve));
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK');
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
