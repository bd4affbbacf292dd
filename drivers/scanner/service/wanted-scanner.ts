import type { DeviceId, ReportLayout, Scanner, ScannerTrouble, ScannerVia } from '#contract';
import type { Clock, MonoMs, Result, Timer } from '#payment';

import type { ChosenLayout } from '../hid-pos/report-reader.ts';
import type { Reading, SayReading } from '../scan.ts';
import type { ScannerReader } from '../scanner-reader.ts';
import type { DeviceEvents, OpenDevice } from '../transport/hid-transport.ts';
import { Connection } from './connection.ts';
import { FloodGate } from './flood-gate.ts';
import type { Owners } from './owners.ts';
import type { ReportFacts } from './report-facts.ts';

/** Opening some USB serial adapters resets the scanner behind them: what comes meanwhile is no code until it reads as one. */
export const serialSettlesMs = 2_000;
/** So many unreadable reports one after the other are no accident. */
const garbledMax = 3;
/** Beyond these it is said so often at most: a scanner in a wrong mode would else be all that a cashier hears. */
const garbledSaidEveryMs = 1_000;
/** So many bytes of a serial scanner count as one report. */
const floodUnitBytes = 64;

/** What the service's kinds of scanners differ in. */
export type ScannerKind = {
  via: ScannerVia;
  open: (path: string, events: DeviceEvents) => Promise<Result<OpenDevice, string>>;
  reader: (path: string, chosen: ChosenLayout | null, say: SayReading) => Promise<ScannerReader>;
};

export type WantedScannerParts = {
  clock: Clock;
  owners: Owners;
  facts: ReportFacts;
  say: SayReading;
  changed: () => void;
  again: () => void;
  log: (words: string) => void;
};

/** What a person settled, and what is shown while it is away; kept in the settings file. */
export type WantedFacts = { id: DeviceId; via: ScannerVia; name: string; layout: ChosenLayout | null };

/** A scanner that is there, or is wanted back. */
export class WantedScanner {
  readonly #parts: WantedScannerParts;
  readonly #kind: ScannerKind;
  readonly #connection: Connection;
  readonly #gate: FloodGate;
  #facts: WantedFacts;
  #reader: ScannerReader | null = null;
  #ownTrouble: Extract<ScannerTrouble, 'flood' | 'garbled'> | null = null;
  #garbled = 0;
  #garbledSaidAt: MonoMs = 0;
  #isSettling = false;
  #settled: Timer | null = null;
  #lastScanAt: MonoMs | null = null;
  /** As it was read when it was there. */
  #lastLayout: ReportLayout | null = null;

  constructor(parts: WantedScannerParts, kind: ScannerKind, facts: WantedFacts) {
    this.#parts = parts;
    this.#kind = kind;
    this.#facts = facts;
    this.#gate = new FloodGate(parts.clock, () => this.#suffer(null));
    this.#connection = new Connection({
      ...parts,
      open: kind.open,
      opening: (path) => this.#begin(path),
      take: (bytes) => this.#take(bytes),
      closed: () => this.#end(),
    });
  }

  get facts(): WantedFacts {
    return this.#facts;
  }

  get isReady(): boolean {
    return this.#connection.state.presence === 'ready';
  }

  /** Where it is now, and what it is called; null: not there. True when what has to be kept has changed. */
  found(at: { path: string; name: string } | null, isNews: boolean): boolean {
    const isRenamed = at !== null && at.name !== this.#facts.name;
    if (isRenamed) this.#facts = { ...this.#facts, name: at.name };
    this.#connection.found(at?.path ?? null, isNews);
    return isRenamed;
  }

  choose(layout: ChosenLayout | null): void {
    this.#facts = { ...this.#facts, layout };
    this.#reader?.choose(layout);
    this.#garbled = 0;
    if (this.#ownTrouble === 'garbled') this.#suffer(null);
  }

  view(): Scanner {
    const { presence, trouble } = this.#connection.state;
    const isOpen = presence === 'ready';
    const own = isOpen ? this.#ownTrouble : null;
    const { id, via, name } = this.#facts;
    return {
      id,
      via,
      name,
      presence: own !== null ? 'failing' : isOpen && this.#isSettling ? 'connecting' : presence,
      trouble: own ?? trouble,
      layout: via === 'serial' ? null : (this.#reader?.layout ?? this.#facts.layout ?? this.#lastLayout ?? 'rule'),
      lastScanAgoMs: this.#lastScanAt === null ? null : Math.round(this.#parts.clock.monoMs() - this.#lastScanAt),
    };
  }

  async stop(): Promise<void> {
    await this.#connection.stop();
  }

  async #begin(path: string): Promise<void> {
    this.#reader = await this.#kind.reader(path, this.#facts.layout, (reading) => this.#read(reading));
    this.#gate.open();
    this.#ownTrouble = null;
    this.#garbled = 0;
    if (this.#kind.via !== 'serial') return;
    this.#isSettling = true;
    this.#settled?.cancel();
    this.#settled = this.#parts.clock.after(serialSettlesMs, () => this.#settle());
  }

  #take(bytes: Uint8Array): void {
    const reader = this.#reader;
    if (reader === null) return;
    const count = this.#kind.via === 'serial' ? Math.ceil(bytes.byteLength / floodUnitBytes) : 1;
    const gate = this.#gate.report(count);
    if (gate === 'shut') {
      this.#suffer('flood');
      reader.end(); // half a code of a flood is part of the flood: `#read` does not hear it
      this.#parts.say({ is: 'lost', why: 'flood' });
    }
    if (gate !== 'pass') return;
    const { aim, reportId } = reader.take(bytes);
    const { clock, facts } = this.#parts;
    facts.add({ scanner: this.#facts.id, reportId, bytes: bytes.byteLength, aim, at: clock.wallMs() });
  }

  #read(reading: Reading): void {
    if (this.#ownTrouble === 'flood') return;
    if (reading.is === 'lost' && this.#isSettling) return;
    if (reading.is === 'scan') {
      this.#lastScanAt = this.#parts.clock.monoMs();
      this.#garbled = 0;
      this.#connection.works();
      this.#settle();
      this.#suffer(null);
    } else if (reading.why === 'garbled') {
      this.#garbled += 1;
      if (this.#garbled >= garbledMax) this.#suffer('garbled');
      const now = this.#parts.clock.monoMs();
      if (this.#garbled > garbledMax && now - this.#garbledSaidAt < garbledSaidEveryMs) return;
      this.#garbledSaidAt = now;
    }
    this.#parts.say(reading);
  }

  #end(): void {
    this.#settled?.cancel();
    this.#reader?.end();
    this.#lastLayout = this.#reader?.layout ?? null;
    this.#reader = null;
    this.#isSettling = false;
    this.#ownTrouble = null;
  }

  #settle(): void {
    this.#settled?.cancel();
    if (!this.#isSettling) return;
    this.#isSettling = false;
    this.#parts.changed();
  }

  #suffer(trouble: 'flood' | 'garbled' | null): void {
    if (this.#ownTrouble === trouble) return;
    this.#ownTrouble = trouble;
    this.#parts.changed();
  }
}
