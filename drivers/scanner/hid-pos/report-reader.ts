import type { ReportLayout } from '#contract';

import { readByLayout } from './report-by-layout.ts';
import { readByChoice, readByRule } from './report-by-rule.ts';
import type { ScanLayout } from './scan-layout.ts';
import { otherReport, type ReportReading } from './scan-part.ts';

/** A layout that a person chose for a scanner. */
export type ChosenLayout = Extract<ReportLayout, 'aim-first' | 'data-first'>;

export type ReportReader = { layout: ReportLayout; read: (report: Uint8Array) => ReportReading };

/** A person's choice goes before the scanner's own description, and that before the rule. */
export function reportReader(
  vendorId: number,
  described: ScanLayout | null,
  chosen: ChosenLayout | null,
): ReportReader {
  const cut = cutter(described, chosen);
  return {
    layout: chosen ?? (described === null ? 'rule' : 'descriptor'),
    read(report) {
      const reading = cut(report);
      return isMenuAnswer(vendorId, reading) ? otherReport : reading;
    },
  };
}

function cutter(described: ScanLayout | null, chosen: ChosenLayout | null): ReportReader['read'] {
  if (chosen !== null) return (report) => readByChoice(report, chosen);
  if (described !== null) return (report) => readByLayout(report, described);
  return readByRule;
}

/** Honeywell's vendor id, which Metrologic's scanners have too, and Youjie's. */
const honeywellVendors: readonly number[] = [0x0c2e, 0x23d0];

/** Honeywell answers menu commands in the report of scans, with these identifiers: nothing was scanned. */
function isMenuAnswer(vendorId: number, reading: ReportReading): boolean {
  if (reading.is !== 'part' || !honeywellVendors.includes(vendorId)) return false;
  return reading.aim === ']X0' || reading.aim === ']Z6';
}
