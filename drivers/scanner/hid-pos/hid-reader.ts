import type { ReportLayout } from '#contract';
import type { Clock } from '#payment';

import type { ScannerReader } from '../scanner-reader.ts';
import type { SayReading } from '../scan.ts';
import { reportReader, type ChosenLayout, type ReportReader } from './report-reader.ts';
import { ScanAssembler } from './scan-assembler.ts';
import type { ScanLayout } from './scan-layout.ts';

/** Reads the reports of one open HID POS scanner. */
export class HidReader implements ScannerReader {
  readonly #vendorId: number;
  readonly #described: ScanLayout | null;
  readonly #assembler: ScanAssembler;
  #reports: ReportReader;

  constructor(
    clock: Clock,
    vendorId: number,
    described: ScanLayout | null,
    chosen: ChosenLayout | null,
    say: SayReading,
  ) {
    this.#vendorId = vendorId;
    this.#described = described;
    this.#assembler = new ScanAssembler(clock, say);
    this.#reports = reportReader(vendorId, described, chosen);
  }

  get layout(): ReportLayout {
    return this.#reports.layout;
  }

  take(report: Uint8Array): { aim: string | null; reportId: number | null } {
    const reading = this.#reports.read(report);
    this.#assembler.take(reading);
    return { aim: reading.is === 'part' ? reading.aim : null, reportId: this.#numberOf(report) };
  }

  choose(chosen: ChosenLayout | null): void {
    this.#assembler.end();
    this.#reports = reportReader(this.#vendorId, this.#described, chosen);
  }

  end(): void {
    this.#assembler.end();
  }

  /** Where reports have no number, the first byte is already what was scanned. */
  #numberOf(report: Uint8Array): number | null {
    const first = report[0] ?? null;
    return this.#described?.isNumbered === true || first === 2 ? first : null;
  }
}
