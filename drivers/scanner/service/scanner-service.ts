import { scannersMax, type DeviceId, type DriverCommand, type DriverFrame, type SerialPort } from '#contract';
import type { Clock, Timer } from '#payment';

import type { Reading } from '../scan.ts';
import type { HidTransport } from '../transport/hid-transport.ts';
import type { PlugEvents } from '../transport/plug-events.ts';
import type { PortInfo, SerialTransport } from '../transport/serial-transport.ts';
import type { Identified } from './device-id.ts';
import { DeviceLists } from './device-lists.ts';
import { deviceName } from './device-text.ts';
import type { Owners } from './owners.ts';
import { ReportFacts } from './report-facts.ts';
import { hidKind, serialKind } from './scanner-kinds.ts';
import { StallWatch } from './stall-watch.ts';
import type { WantedStore } from './wanted-file.ts';
import { WantedScanner, type WantedFacts, type WantedScannerParts } from './wanted-scanner.ts';

/** After a plug event the system still sets the device up: it is listed then, and once more. */
export const plugLooksMs: readonly number[] = [250, 1_000];
/** Where nothing says that something was plugged, it is looked for. */
export const pollMs = 5_000;
/** After a scan, how long ago it was is said so late at most. */
const scanSaidWithinMs = 1_000;

export type ScannerServiceParts = {
  clock: Clock;
  hid: HidTransport;
  serial: SerialTransport;
  plugs: PlugEvents;
  owners: Owners;
  store: WantedStore;
  say: (frame: DriverFrame) => void;
  log: (words: string) => void;
};

/** Finds a till's scanners, keeps them open and says what they read. */
export class ScannerService {
  readonly facts = new ReportFacts();
  readonly #parts: ScannerServiceParts;
  readonly #lists: DeviceLists;
  readonly #stalls: StallWatch;
  readonly #wanted = new Map<DeviceId, WantedScanner>();
  #seq = 0;
  #said = '';
  #hasStarted = false;
  #isStopped = false;
  #hearsPlugs = false;
  /** The look that runs, and what the one after it is for; null: none is asked for. */
  #looking: Promise<void> | null = null;
  #next: { isNews: boolean } | null = null;
  readonly #timers = new Set<Timer>();
  #sayScanTime: Timer | null = null;

  constructor(parts: ScannerServiceParts) {
    this.#parts = parts;
    this.#lists = new DeviceLists(parts);
    this.#stalls = new StallWatch(parts.clock);
  }

  /** Says the devices first, as soon as they were listed once. */
  async start(): Promise<void> {
    this.#stalls.start();
    for (const facts of this.#parts.store.read()) this.#add(facts);
    this.#hearsPlugs = await this.#parts.plugs.start(() => this.#plugged());
    if (!this.#hearsPlugs) this.#lists.cannotLoad('usb');
    if (this.#isStopped) return;
    await this.#look(true);
    if (!this.#hearsPlugs) this.#poll();
  }

  /** Half codes are lost, whole ones were said. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stalls.stop();
    for (const timer of this.#timers) timer.cancel();
    this.#sayScanTime?.cancel();
    await Promise.all([this.#parts.plugs.stop(), ...[...this.#wanted.values()].map((scanner) => scanner.stop())]);
  }

  /** Each command is answered with what there is. */
  async take(command: DriverCommand): Promise<void> {
    switch (command.to) {
      case 'use-port': {
        const port = this.#lists.ports.find(({ id }) => id === command.port);
        if (port !== undefined && !this.#wanted.has(port.id))
          this.#want({ id: port.id, via: 'serial', name: portName(port.info), layout: null });
        break;
      }
      case 'forget':
        await this.#forget(command.scanner);
        break;
      case 'layout':
        this.#wanted.get(command.scanner)?.choose(command.layout === 'rule' ? null : command.layout);
        this.#keep();
        break;
      case 'look':
        break;
    }
    await this.#look(true);
    this.#sayDevices(true);
  }

  #plugged(): void {
    for (const afterMs of plugLooksMs) this.#after(afterMs, () => void this.#look(true));
  }

  #poll(): void {
    this.#after(pollMs, () => {
      void this.#look(false);
      this.#poll();
    });
  }

  /** One at a time; what is asked for meanwhile is done once, afterwards. */
  #look(isNews: boolean): Promise<void> {
    this.#next = { isNews: isNews || this.#next?.isNews === true };
    this.#looking ??= this.#lookOn().finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #lookOn(): Promise<void> {
    while (this.#next !== null && !this.#isStopped) {
      const { isNews } = this.#next;
      this.#next = null;
      const wantsPort = [...this.#wanted.values()].some(({ facts, isReady }) => facts.via === 'serial' && !isReady);
      const isWhole = await this.#lists.list(isNews || wantsPort || !this.#hearsPlugs);
      if (this.#isStopped) return;
      if (!isWhole) this.#after(pollMs, () => void this.#look(isNews));
      this.#meet(isNews);
      this.#hasStarted = true;
      this.#sayDevices(false);
    }
  }

  /** Brings together what is wanted and what is there. */
  #meet(isNews: boolean): void {
    const { scanners, ports } = this.#lists;
    for (const { id, info } of scanners) {
      const name = deviceName(info.name, 'HID POS scanner');
      if (!this.#wanted.has(id)) this.#want({ id, via: 'hid-pos', name, layout: null });
    }
    let isChanged = false;
    for (const [id, scanner] of this.#wanted) {
      const isSerial = scanner.facts.via === 'serial';
      const port = isSerial ? ports.find((one) => one.id === id) : undefined;
      const hid = isSerial ? undefined : scanners.find((one) => one.id === id);
      const at =
        port !== undefined
          ? { path: port.info.path, name: portName(port.info) }
          : hid !== undefined
            ? { path: hid.info.path, name: deviceName(hid.info.name, 'HID POS scanner') }
            : null;
      isChanged = scanner.found(at, isNews) || isChanged;
    }
    if (isChanged) this.#keep();
  }

  #want(facts: WantedFacts): void {
    if (this.#wanted.size >= scannersMax && !this.#makeRoom()) return;
    this.#add(facts);
    this.#keep();
  }

  /** Whoever was away longest, by the order of coming, is not waited for any more. */
  #makeRoom(): boolean {
    for (const [id, scanner] of this.#wanted) {
      if (scanner.view().presence !== 'absent') continue;
      void this.#forget(id);
      return true;
    }
    return false;
  }

  #add(facts: WantedFacts): void {
    const { clock, owners, log } = this.#parts;
    const parts: WantedScannerParts = {
      clock,
      owners,
      facts: this.facts,
      say: (reading) => this.#hear(facts, reading),
      changed: () => this.#sayDevices(false),
      again: () => void this.#look(false),
      log: (words) => log(`${facts.id}: ${words}`),
    };
    const kind = facts.via === 'serial' ? serialKind(this.#parts) : hidKind(this.#parts, this.#lists);
    this.#wanted.set(facts.id, new WantedScanner(parts, kind, facts));
  }

  async #forget(id: DeviceId): Promise<void> {
    const scanner = this.#wanted.get(id);
    if (scanner === undefined) return;
    this.#wanted.delete(id);
    this.#keep();
    await scanner.stop();
  }

  #keep(): void {
    const kept = this.#parts.store.write([...this.#wanted.values()].map(({ facts }) => facts));
    if (!kept) this.#parts.log('which scanners are wanted could not be written');
  }

  #hear({ id: scanner, via }: WantedFacts, reading: Reading): void {
    this.#seq += 1;
    const { say, clock } = this.#parts;
    if (reading.is === 'lost') return say({ driver: 'lost', seq: this.#seq, scanner, via, why: reading.why });
    if (this.#stalls.isLate) return say({ driver: 'lost', seq: this.#seq, scanner, via, why: 'late' });
    say({ driver: 'scan', seq: this.#seq, scanner, via, text: reading.text, aim: reading.aim });
    this.#sayScanTime ??= clock.after(scanSaidWithinMs, () => {
      this.#sayScanTime = null;
      this.#sayDevices(true);
    });
  }

  /** Anew only when something is different, unless it is asked for. */
  #sayDevices(isAsked: boolean): void {
    if (!this.#hasStarted || this.#isStopped) return;
    const scanners = [...this.#wanted.values()].map((scanner) => scanner.view());
    const ports = likeliestFirst(this.#lists.ports)
      .slice(0, scannersMax)
      .map(({ id, info }): SerialPort => ({
        id,
        name: portName(info),
        inUse: this.#wanted.has(id),
      }));
    const frame: DriverFrame = { driver: 'devices', scanners, ports, missing: [...this.#lists.missing] };
    const sameness = JSON.stringify({ ...frame, scanners: scanners.map((one) => ({ ...one, lastScanAgoMs: null })) });
    if (!isAsked && sameness === this.#said) return;
    this.#said = sameness;
    this.#parts.say(frame);
  }

  #after(afterMs: number, run: () => void): void {
    const timer = this.#parts.clock.after(afterMs, () => {
      this.#timers.delete(timer);
      run();
    });
    this.#timers.add(timer);
  }
}

/** Those on USB: the ones that a machine's kernel only names may be many. */
function likeliestFirst(ports: readonly Identified<PortInfo>[]): readonly Identified<PortInfo>[] {
  return ports.toSorted((a, b) => Number(b.info.usb !== null) - Number(a.info.usb !== null));
}

/** What tells two ports apart for a person: who made it, and where it is now. */
function portName({ name, path }: PortInfo): string {
  const place = path.replace(/^\/dev\//, '');
  return deviceName(name === null ? place : `${name} (${place})`, 'serial port');
}
