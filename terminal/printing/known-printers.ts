import type { DeviceId, FoundPrinter, Printer, PrinterFrame } from '#contract';

import { columnsWhenUnknown } from './print-limits.ts';

type Printers = Extract<PrinterFrame, { driver: 'printers' }>;

/** What the driver process said last of its printers. They are still named while it is away: what is wanted then waits for them. */
export class KnownPrinters {
  #printers: readonly Printer[] = [];
  #found: readonly FoundPrinter[] = [];
  #areHere = false;

  hear({ printers, found }: Printers): void {
    this.#printers = printers;
    this.#found = found;
    this.#areHere = true;
  }

  /** The driver process ended, or is a new one that has said nothing yet. */
  lost(): void {
    this.#printers = this.#printers.map((printer) => ({ ...printer, ...unseen }));
    this.#found = [];
    this.#areHere = false;
  }

  /** Somebody is there that prints. */
  get areHere(): boolean {
    return this.#areHere;
  }

  get all(): readonly Printer[] {
    return this.#printers;
  }

  get found(): readonly FoundPrinter[] {
    return this.#found;
  }

  of(id: DeviceId): Printer | undefined {
    return this.#printers.find((printer) => printer.id === id);
  }

  columnsOf(id: DeviceId | null): number {
    return (id === null ? undefined : this.of(id))?.profile.columns ?? columnsWhenUnknown;
  }
}

const unseen = {
  presence: 'absent',
  trouble: 'absent',
  paper: 'unknown',
  drawer: 'unknown',
  drawerLevel: null,
} as const;
