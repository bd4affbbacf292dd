import {
  printersFoundMax,
  printersMax,
  type DeviceId,
  type PrinterCommand,
  type PrinterFrame,
  type PrinterOutcome,
  type PrinterProfile,
  type PrinterWish,
  type PrintJobId,
} from '#contract';
import type { Clock, Timer } from '#payment';

import type { Glyphs } from '../glyphs/load-glyphs.ts';
import type { Found, PrinterWays } from './found-printers.ts';
import type { KeptPrinter, PrinterStore } from './kept-printers.ts';
import { nothingKnown } from './knowledge.ts';
import { outcomesMax } from './limits.ts';
import { PrinterDesk } from './printer-desk.ts';
import { networkId } from './printer-ids.ts';

/** Most receipt printers; letters of other scripts are drawn until a person has seen the test page. */
export const profileAtFirst: PrinterProfile = {
  paperMm: 80,
  columns: 48,
  fonts: 'ascii',
  cutter: true,
  drawerPin: null,
  drawerOpenLevel: null,
};

/** After a plug event the system still sets the device up. */
const plugLookMs = 500;

export type PrinterServiceParts = {
  clock: Clock;
  ways: PrinterWays;
  store: PrinterStore;
  glyphs: Glyphs;
  say: (frame: PrinterFrame) => void;
  log: (words: string) => void;
};

/** A till's printers: keeps what was chosen, prints what it is given, once, and says how they are. */
export class PrinterService {
  readonly #parts: PrinterServiceParts;
  readonly #desks = new Map<DeviceId, PrinterDesk>();
  /** Of jobs that something may have left of, so that none is printed twice in one process. */
  readonly #outcomes = new Map<PrintJobId, PrinterOutcome>();
  readonly #running = new Set<PrintJobId>();
  #found: readonly Found[] = [];
  #said = '';
  #plugged: Timer | null = null;
  #isStopped = false;

  constructor(parts: PrinterServiceParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    for (const kept of this.#parts.store.read()) this.#add(kept);
    this.#say();
    await this.#lookFor();
  }

  stop(): void {
    this.#isStopped = true;
    this.#plugged?.cancel();
    for (const desk of this.#desks.values()) desk.stop();
  }

  /** Something was plugged in or pulled. */
  plugged(): void {
    this.#plugged?.cancel();
    this.#plugged = this.#parts.clock.after(plugLookMs, () => {
      void this.#lookFor();
      for (const desk of this.#desks.values()) if (desk.kept.place.via === 'usb') void desk.look(false);
    });
  }

  async take(command: PrinterCommand | PrinterWish): Promise<void> {
    switch (command.to) {
      case 'print':
        return this.#give(command.job, command.printer, (desk) => desk.print(command.job, command.document));
      case 'kick':
        return this.#give(command.kick, command.printer, (desk) => desk.kick(command.kick, command.pin));
      case 'abandon':
        for (const desk of this.#desks.values()) desk.abandon(command.job);
        return undefined;
      case 'ask-printer': {
        const desk = this.#desks.get(command.printer);
        const says = desk === undefined ? ({ trouble: 'absent', drawerLevel: null } as const) : await desk.look(false);
        return this.#parts.say({ driver: 'printer-says', ask: command.ask, says });
      }
      case 'look-for-printers':
        for (const desk of this.#desks.values()) void desk.look(true);
        return await this.#lookFor(true);
      case 'add-network-printer': {
        const { host, port } = command;
        const id = networkId(host, port);
        return this.#want({ id, name: `${host}:${port}`, place: { via: 'network', host, port } });
      }
      case 'use-printer': {
        const found = this.#found.find(({ id }) => id === command.printer);
        return found === undefined ? this.#say(true) : this.#want(found);
      }
      case 'forget-printer':
        this.#desks.get(command.printer)?.stop();
        this.#desks.delete(command.printer);
        this.#keep();
        return this.#say(true);
      case 'set-printer':
        this.#desks.get(command.printer)?.choose(command.profile);
        return this.#say(true);
      case 'drawer-is':
        return await this.#learnDrawer(command.printer, command.is);
    }
  }

  #give(job: PrintJobId, printer: DeviceId, give: (desk: PrinterDesk) => void): void {
    const before = this.#outcomes.get(job);
    if (before !== undefined) return this.#parts.say({ driver: 'print-ended', job, outcome: before });
    if (this.#running.has(job)) return;
    const desk = this.#desks.get(printer);
    this.#running.add(job);
    if (desk === undefined) this.#ended(job, { kind: 'failed', trouble: 'absent', paperMoved: 'no' });
    else give(desk);
  }

  #ended(job: PrintJobId, outcome: PrinterOutcome): void {
    this.#running.delete(job);
    if (outcome.kind !== 'failed' || outcome.paperMoved === 'maybe') {
      const [oldest] = this.#outcomes.keys();
      if (this.#outcomes.size >= outcomesMax && oldest !== undefined) this.#outcomes.delete(oldest);
      this.#outcomes.set(job, outcome);
    }
    this.#parts.say({ driver: 'print-ended', job, outcome });
  }

  /** The level that its switch has now is what a person sees of it now. */
  async #learnDrawer(printer: DeviceId, is: 'open' | 'closed'): Promise<void> {
    const desk = this.#desks.get(printer);
    const level = desk === undefined ? null : ((await desk.look(false))?.drawerLevel ?? null);
    if (desk !== undefined && level !== null) {
      const other = level === 'high' ? 'low' : 'high';
      desk.choose({ ...desk.kept.profile, drawerOpenLevel: is === 'open' ? level : other });
    }
    this.#say(true);
  }

  #want({ id, name, place }: Pick<KeptPrinter, 'id' | 'name' | 'place'>): void {
    if (!this.#desks.has(id) && this.#desks.size < printersMax) {
      this.#add({ id, name, place, profile: profileAtFirst, knowledge: nothingKnown });
      this.#keep();
    }
    this.#say(true);
  }

  #add(kept: KeptPrinter): void {
    const { clock, ways, glyphs, log } = this.#parts;
    const desk = new PrinterDesk(
      {
        clock,
        glyphs,
        log,
        transport: ways.transport(kept.id, kept.place),
        keep: () => this.#keep(),
        changed: () => this.#say(),
        ended: (job, outcome) => this.#ended(job, outcome),
      },
      kept,
    );
    this.#desks.set(kept.id, desk);
    void desk.look(true);
  }

  async #lookFor(isAsked = false): Promise<void> {
    this.#found = await this.#parts.ways.list();
    this.#say(isAsked);
  }

  #keep(): void {
    const isKept = this.#parts.store.write([...this.#desks.values()].map(({ kept }) => kept));
    if (!isKept) this.#parts.log('which printers are wanted could not be written');
  }

  /** Anew only when something is different, unless it is asked for. */
  #say(isAsked = false): void {
    if (this.#isStopped) return;
    const frame: PrinterFrame = {
      driver: 'printers',
      printers: [...this.#desks.values()].map((desk) => desk.view()),
      found: this.#found
        .filter(({ id }) => !this.#desks.has(id))
        .slice(0, printersFoundMax)
        .map(({ id, via, name }) => ({ id, via, name })),
    };
    const sameness = JSON.stringify(frame);
    if (!isAsked && sameness === this.#said) return;
    this.#said = sameness;
    this.#parts.say(frame);
  }
}
