import type { MissingLibrary } from '#contract';
import type { Clock, Result } from '#payment';

import { barcodeScanner } from '../hid-pos/scan-layout.ts';
import type { HidInfo, HidTransport, ListProblem } from '../transport/hid-transport.ts';
import type { PortInfo, SerialTransport } from '../transport/serial-transport.ts';
import { hidIds, portIds, type Identified } from './device-id.ts';
import { detailText } from './device-text.ts';
import { withinTime } from './time-limit.ts';

export const listWithinMs = 3_000;

/** What is on this machine, as it was listed last. A list that could not be made changes nothing. */
export class DeviceLists {
  readonly #clock: Clock;
  readonly #hid: HidTransport;
  readonly #serial: SerialTransport;
  readonly #log: (words: string) => void;
  readonly #missing = new Set<MissingLibrary>();
  #hidRuns: ReturnType<HidTransport['list']> | null = null;
  #portsRun: ReturnType<SerialTransport['list']> | null = null;
  scanners: readonly Identified<HidInfo>[] = [];
  ports: readonly Identified<PortInfo>[] = [];

  constructor(parts: { clock: Clock; hid: HidTransport; serial: SerialTransport; log: (words: string) => void }) {
    this.#clock = parts.clock;
    this.#hid = parts.hid;
    this.#serial = parts.serial;
    this.#log = parts.log;
  }

  get missing(): readonly MissingLibrary[] {
    return [...this.#missing].toSorted();
  }

  /**
   * `withPorts`: listing serial ports runs a program on Linux, so it is not done each time. False when a list did not end in
   * time: a machine that is busy at its start would show no scanner until something is plugged.
   */
  async list(withPorts: boolean): Promise<boolean> {
    const [hid, ports] = await Promise.all([
      withinTime(this.#clock, listWithinMs, this.#listHid()),
      withPorts ? withinTime(this.#clock, listWithinMs, this.#listPorts()) : null,
    ]);
    this.scanners = this.#take('hid', hid, (infos) => hidIds(scannersAmong(infos))) ?? this.scanners;
    this.ports = (withPorts ? this.#take('serial', ports, portIds) : null) ?? this.ports;
    return hid !== null && (!withPorts || ports !== null);
  }

  cannotLoad(library: MissingLibrary): void {
    this.#missing.add(library);
  }

  /** One that does not end is not asked for again: each would hold one of the process's few threads. */
  #listHid(): ReturnType<HidTransport['list']> {
    this.#hidRuns ??= this.#hid.list().finally(() => (this.#hidRuns = null));
    return this.#hidRuns;
  }

  #listPorts(): ReturnType<SerialTransport['list']> {
    this.#portsRun ??= this.#serial.list().finally(() => (this.#portsRun = null));
    return this.#portsRun;
  }

  #take<Info, Listed>(
    library: MissingLibrary,
    listed: Result<readonly Info[], ListProblem> | null,
    identify: (infos: readonly Info[]) => Listed,
  ): Listed | null {
    if (listed?.ok === true) {
      this.#missing.delete(library);
      return identify(listed.value);
    }
    const isNew = !this.#missing.has(library);
    if (listed?.error.is === 'missing') this.#missing.add(library);
    if (isNew) this.#log(`${library}: not listed: ${detailText(listed?.error.detail ?? 'it did not answer')}`);
    return null;
  }
}

const keyboard = { page: 0x01, id: 0x06 } as const;

/**
 * The HID POS scanners, each path once. Nothing else is ever opened; and no interface that is a keyboard as well: the system
 * types what it sends, so that we would hear each scan twice, and macOS wants a right for it that a till has no use for.
 */
function scannersAmong(infos: readonly HidInfo[]): readonly HidInfo[] {
  const typing = new Set(infos.filter((info) => isOf(info, keyboard)).map(({ path }) => path));
  const scanners = new Map<string, HidInfo>();
  for (const info of infos)
    if (isOf(info, barcodeScanner) && !typing.has(info.path)) scanners.set(info.path, scanners.get(info.path) ?? info);
  return [...scanners.values()];
}

function isOf({ usage }: HidInfo, { page, id }: { page: number; id: number }): boolean {
  return usage?.page === page && usage.id === id;
}
