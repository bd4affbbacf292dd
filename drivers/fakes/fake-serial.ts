import { err, ok, type Result } from '#payment';

import type { DeviceEvents, ListProblem, OpenDevice } from '../scanner/transport/hid-transport.ts';
import type { PortInfo, SerialTransport } from '../scanner/transport/serial-transport.ts';

/** Serial ports that a test plugs, sends through and pulls, in place of serialport. */
export class FakeSerial implements SerialTransport {
  listProblem: ListProblem | null = null;
  readonly refusals = new Map<string, string>();
  listed = 0;
  readonly #plugged = new Map<string, PortInfo>();
  readonly #open = new Map<string, DeviceEvents>();

  plug(info: PortInfo): void {
    this.#plugged.set(info.path, info);
  }

  /** `detail`: what serialport says; null, as on Linux right after data: nothing. */
  unplug(path: string, detail: string | null = null): void {
    this.#plugged.delete(path);
    if (detail !== null) this.#open.get(path)?.gone(detail);
  }

  send(path: string, text: string): void {
    this.#open.get(path)?.take(Buffer.from(text, 'latin1'));
  }

  isOpen(path: string): boolean {
    return this.#open.has(path);
  }

  list(): Promise<Result<readonly PortInfo[], ListProblem>> {
    this.listed += 1;
    return Promise.resolve(this.listProblem === null ? ok([...this.#plugged.values()]) : err(this.listProblem));
  }

  open(path: string, events: DeviceEvents): Promise<Result<OpenDevice, string>> {
    const refusal = this.refusals.get(path);
    if (refusal !== undefined) return Promise.resolve(err(refusal));
    this.#open.set(path, events);
    const close = (): Promise<void> => {
      if (this.#open.get(path) === events) this.#open.delete(path);
      return Promise.resolve();
    };
    return Promise.resolve(ok({ close }));
  }
}
