import { err, ok, type Result } from '#payment';

import type {
  DeviceEvents,
  HidInfo,
  HidTransport,
  ListProblem,
  OpenDevice,
} from '../scanner/transport/hid-transport.ts';

/** HID devices that a test plugs, scans with and pulls, in place of node-hid. */
export class FakeHid implements HidTransport {
  /** Null: everything can be listed. */
  listProblem: ListProblem | null = null;
  /** What is said to whoever opens a path, in place of opening it. */
  readonly refusals = new Map<string, string>();
  /** Paths whose opening does not end before it is told to. */
  readonly silent = new Map<string, Promise<void>>();
  /** What has come to a path since it was listed. */
  readonly nowAt = new Map<string, { vendorId: number; productId: number }>();
  /** No list ends. */
  hangs = false;
  /** The next list ends only long after anybody waits for it. */
  hangsOnce = false;
  /** When that one ends. */
  readonly listsLate = Promise.withResolvers<void>();
  listed = 0;
  readonly #plugged = new Map<string, { infos: HidInfo[]; descriptor: Uint8Array | null }>();
  readonly #open = new Map<string, DeviceEvents>();
  readonly opened: string[] = [];

  /** A device with one collection; further ones of the same path are its other collections. */
  plug(info: HidInfo, descriptor: Uint8Array | null = null): void {
    const there = this.#plugged.get(info.path);
    if (there === undefined) this.#plugged.set(info.path, { infos: [info], descriptor });
    else there.infos.push(info);
  }

  /** `detail`: what node-hid says to whoever reads; null: it says nothing, and the device is gone all the same. */
  unplug(path: string, detail: string | null = 'could not read from HID device: (device disconnected)'): void {
    this.#plugged.delete(path);
    if (detail !== null) this.#open.get(path)?.gone(detail);
  }

  report(path: string, report: Uint8Array): void {
    this.#open.get(path)?.take(report);
  }

  isOpen(path: string): boolean {
    return this.#open.has(path);
  }

  list(): Promise<Result<readonly HidInfo[], ListProblem>> {
    this.listed += 1;
    if (this.hangs) return new Promise(() => undefined);
    if (this.hangsOnce) return this.#listLate();
    const infos = [...this.#plugged.values()].flatMap((device) => device.infos);
    return Promise.resolve(this.listProblem === null ? ok(infos) : err(this.listProblem));
  }

  async #listLate(): Promise<Result<readonly HidInfo[], ListProblem>> {
    this.hangsOnce = false;
    await this.listsLate.promise;
    return ok([]);
  }

  descriptor(path: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.#plugged.get(path)?.descriptor ?? null);
  }

  async open(path: string, events: DeviceEvents): Promise<Result<OpenDevice, string>> {
    this.opened.push(path);
    const refusal = this.refusals.get(path);
    if (refusal !== undefined) return err(refusal);
    await this.silent.get(path);
    if (!this.#plugged.has(path)) return err('No such file or directory');
    this.#open.set(path, events);
    const close = (): Promise<void> => {
      if (this.#open.get(path) === events) this.#open.delete(path);
      return Promise.resolve();
    };
    const is = this.nowAt.get(path);
    return ok(is === undefined ? { close } : { close, is });
  }
}
