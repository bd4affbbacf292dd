import { aimOfBytes } from '../aim.ts';
import type { BitField, ScanLayout, ScanReport } from './scan-layout.ts';
import { otherReport, type ReportReading } from './scan-part.ts';

/** Cuts a report as the scanner's own descriptor says. `report` begins with its number where reports have one. */
export function readByLayout(report: Uint8Array, { isNumbered, reports }: ScanLayout): ReportReading {
  const scan = reports.get(isNumbered ? (report[0] ?? 0) : 0);
  if (scan === undefined) return otherReport;
  // Windows gives every report the length of the longest one, with zeros; anything else behind it was not promised.
  if (report.byteLength < scan.bytes || report.subarray(scan.bytes).some((byte) => byte !== 0))
    return { is: 'garbled', isLast: true };
  const isLast = scan.continued === null || numberAt(report, scan.continued) === 0;
  const room = bytesAt(report, scan.data);
  const length = scan.byteCount === null ? lengthToPadding(room) : numberAt(report, scan.byteCount);
  if (length > room.byteLength) return { is: 'garbled', isLast };
  return { is: 'part', aim: aimAt(report, scan), data: room.subarray(0, length), isLast };
}

function aimAt(report: Uint8Array, { aim }: ScanReport): string | null {
  if (aim === null) return null;
  return aimOfBytes(numberAt(report, aim[0]), numberAt(report, aim[1]), numberAt(report, aim[2]));
}

function lengthToPadding(room: Uint8Array): number {
  let length = room.byteLength;
  while (length > 0 && room[length - 1] === 0) length -= 1;
  return length;
}

/** Least significant bit first, as HID packs them (HID 1.11, 5.8). */
function numberAt(report: Uint8Array, { offsetBits, bits }: BitField): number {
  let value = 0;
  for (let bit = bits - 1; bit >= 0; bit -= 1) {
    const at = offsetBits + bit;
    value = value * 2 + (((report[at >> 3] ?? 0) >> (at & 7)) & 1);
  }
  return value;
}

function bytesAt(report: Uint8Array, { offsetBits, bits }: BitField): Uint8Array {
  const count = bits / 8;
  if (offsetBits % 8 === 0) return report.slice(offsetBits / 8, offsetBits / 8 + count);
  return Uint8Array.from({ length: count }, (_, index) =>
    numberAt(report, { offsetBits: offsetBits + index * 8, bits: 8 }),
  );
}
