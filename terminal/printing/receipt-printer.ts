import type { DeviceId } from '#contract';

import type { PrintingStore } from '../ports/printing.ts';
import type { KnownPrinters } from './known-printers.ts';
import type { PrintingSettings } from './printing-settings.ts';

/** Where this till's receipts go, and whether by themselves: kept, also when that printer's driver process is away. */
export class ReceiptPrinter {
  readonly #store: PrintingStore;
  readonly #printers: KnownPrinters;
  #settled: PrintingSettings;

  constructor(store: PrintingStore, printers: KnownPrinters) {
    this.#store = store;
    this.#printers = printers;
    this.#settled = store.read();
  }

  /** Null: no printer was chosen yet. */
  get id(): DeviceId | null {
    return this.#settled.printer;
  }

  get automatic(): boolean {
    return this.#settled.automatic;
  }

  /** The one that was named, or else that for receipts; null: nobody has chosen it. */
  or(named: DeviceId | undefined): DeviceId | null {
    if (named === undefined) return this.id;
    return this.#isChosen(named) ? named : null;
  }

  settle({ automatic, printer }: PrintingSettings): 'ok' | 'no-printer' | 'disk' {
    if (printer !== null && !this.#isChosen(printer)) return 'no-printer';
    return this.#keep({ automatic, printer: printer ?? this.#first }) ? 'ok' : 'disk';
  }

  /** The first printer that somebody chooses is the one for receipts, until somebody says otherwise. */
  heard(): void {
    if (this.id === null && this.#first !== null) this.#keep({ ...this.#settled, printer: this.#first });
  }

  forget(printer: DeviceId): void {
    if (printer === this.id) this.#keep({ ...this.#settled, printer: null });
  }

  get #first(): DeviceId | null {
    return this.#printers.all[0]?.id ?? null;
  }

  #isChosen(printer: DeviceId): boolean {
    return printer === this.id || this.#printers.of(printer) !== undefined;
  }

  #keep(settings: PrintingSettings): boolean {
    this.#settled = settings;
    return this.#store.write(settings);
  }
}
