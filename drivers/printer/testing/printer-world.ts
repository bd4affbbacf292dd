import type { DeviceId, Printer, PrinterFrame, PrinterOutcome, PrintJobId, ReceiptDocument } from '#contract';
import { DeviceId as DeviceIdSchema, PrintJobId as PrintJobIdSchema } from '#contract';

import { VirtualClock } from '../../../payment/testing/virtual-clock.ts';
import type { Found } from '../service/found-printers.ts';
import type { KeptPrinter } from '../service/kept-printers.ts';
import { PrinterService } from '../service/printer-service.ts';
import { FakePrinter } from './fake-printer.ts';

/** A printer service on a machine whose printers and time are the test's. */
export class PrinterWorld {
  readonly clock = new VirtualClock(Date.UTC(2026, 5, 1, 9, 0, 0));
  readonly frames: PrinterFrame[] = [];
  readonly log: string[] = [];
  readonly printers = new Map<DeviceId, FakePrinter>();
  found: readonly Found[] = [];
  kept: readonly KeptPrinter[];
  readonly service: PrinterService;

  constructor(kept: readonly KeptPrinter[] = []) {
    this.kept = kept;
    this.service = new PrinterService({
      clock: this.clock,
      ways: { list: () => Promise.resolve(this.found), transport: (id) => this.printer(id) },
      store: {
        read: () => this.kept,
        write: (printers) => {
          this.kept = printers;
          return true;
        },
      },
      glyphs: { picture: () => null },
      say: (frame) => this.frames.push(frame),
      log: (words) => this.log.push(words),
    });
  }

  /** The one with this id, whether it was chosen or not. */
  printer(id: DeviceId = networkPrinter): FakePrinter {
    const known = this.printers.get(id) ?? new FakePrinter(this.clock);
    this.printers.set(id, known);
    return known;
  }

  /** Started, with one network printer that is ready. */
  async withPrinter(): Promise<FakePrinter> {
    await this.service.start();
    void this.service.take({ to: 'add-network-printer', host: '192.0.2.7', port: 9_100 });
    await this.clock.run(3_000);
    return this.printer();
  }

  /** What was said last of the one that was chosen first. */
  seen(): Printer | undefined {
    return this.frames.findLast((frame) => frame.driver === 'printers')?.printers[0];
  }

  print(job: string, printer: DeviceId = networkPrinter): void {
    void this.service.take({ to: 'print', printer, job: jobId(job), document: aDocument });
  }

  outcomes(job: string): readonly PrinterOutcome[] {
    return this.frames.flatMap((frame) => (frame.driver === 'print-ended' && frame.job === job ? [frame.outcome] : []));
  }
}

export const networkPrinter = DeviceIdSchema.parse('net:192.0.2.7:9100');

export function jobId(name: string): PrintJobId {
  return PrintJobIdSchema.parse(name);
}

export const aDocument: ReceiptDocument = {
  kind: 'paid',
  environment: 'production',
  number: 1_234,
  copy: 0,
  columns: 32,
  languages: ['en'],
  markup: 'PAID\nTotal | EUR 12.50\n',
};
