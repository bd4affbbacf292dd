import type { ReportLayout } from '#contract';

import { aimOfBytes } from '../aim.ts';
import { otherReport, type ReportReading } from './scan-part.ts';

/** All documented scanners send scans in this report, with so many bytes of data. */
const scanReportId = 2;
const dataBytesMax = 56;
/** Those that are documented have 64 bytes, number included; the rest is what the standard's fields need at least and at most. */
const reportBytes = { min: 59, max: 64 } as const;

/** Byte 1 is the length, whoever made the scanner; the last byte's lowest bit says that the code goes on. */
const lengthAt = 1;
const afterLength = 2;
const aimBytes = 3;

/**
 * Reads a report of which no descriptor is known (Windows, macOS): the length byte leaves the AIM identifier out, so
 * where one comes first the data reach three bytes further than they would without. A report 2 of another length is
 * garbled here: a person may know better (`readByChoice`).
 */
export function readByRule(report: Uint8Array): ReportReading {
  if (report[0] !== scanReportId) return otherReport;
  if (report.byteLength < reportBytes.min || report.byteLength > reportBytes.max)
    return { is: 'garbled', isLast: true };
  // The byte before the identifier is one that a peer library has seen some scanner send.
  for (const aimFrom of [afterLength, afterLength + 1]) {
    const aim = aimFromByte(report, aimFrom);
    const end = aimFrom + (report[lengthAt] ?? 0);
    if (aim !== null && report.subarray(end, end + aimBytes).some((byte) => byte !== 0))
      return cut(report, aim, aimFrom + aimBytes);
  }
  return cut(report, null, afterLength);
}

/** As a person chose it, for a scanner that the rule does not fit. */
export function readByChoice(
  report: Uint8Array,
  choice: Extract<ReportLayout, 'aim-first' | 'data-first'>,
): ReportReading {
  if (report[0] !== scanReportId) return otherReport;
  if (choice === 'data-first') return cut(report, null, afterLength);
  return cut(report, aimFromByte(report, afterLength), afterLength + aimBytes);
}

function cut(report: Uint8Array, aim: string | null, from: number): ReportReading {
  const length = report[lengthAt] ?? 0;
  const isLast = ((report.at(-1) ?? 0) & 1) === 0;
  // The flag's byte is no data.
  if (length > dataBytesMax || from + length > report.byteLength - 1) return { is: 'garbled', isLast };
  return { is: 'part', aim, data: report.slice(from, from + length), isLast };
}

function aimFromByte(report: Uint8Array, at: number): string | null {
  return aimOfBytes(report[at] ?? 0, report[at + 1] ?? 0, report[at + 2] ?? 0);
}
