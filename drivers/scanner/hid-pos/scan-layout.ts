import { readReportDescriptor, usageOf, type InputItem, type Usage } from './report-descriptor.ts';

/** A place in a report: bits from its first byte on (its number, where it has one). */
export type BitField = { offsetBits: number; bits: number };

/** Where a scan lies in one of a scanner's reports. */
export type ScanReport = {
  /** The whole report's length, with its number. */
  bytes: number;
  /** How many bytes of `data` are meant; null: all up to the padding. */
  byteCount: BitField | null;
  /** The AIM identifier's three characters. */
  aim: readonly [BitField, BitField, BitField] | null;
  data: BitField;
  /** Not zero: the same code goes on in the next report. */
  continued: BitField | null;
};

/** The scan reports of a scanner by number; by 0 when its reports have none. */
export type ScanLayout = { isNumbered: boolean; reports: ReadonlyMap<number, ScanReport> };

/** HID Usage Tables, Barcode Scanner page: a scanner, and what a scan report is made of. */
export const barcodeScanner = { page: 0x8c, id: 0x02 } as const;
const scannerUsage = usageOf(barcodeScanner.page, barcodeScanner.id);
const byteCountUsage = usageOf(0x01, 0x3b);
const aimUsages = [usageOf(0x8c, 0xfb), usageOf(0x8c, 0xfc), usageOf(0x8c, 0xfd)] as const;
const dataUsage = usageOf(0x8c, 0xfe);
const continuedUsage = usageOf(0x8c, 0xff);

/** Where scans lie, as the descriptor says; null when it does not read or names no decoded data of a bar code scanner. */
export function scanLayoutOf(descriptor: Uint8Array): ScanLayout | null {
  const read = readReportDescriptor(descriptor);
  if (!read.ok) return null;
  const { isNumbered, inputs, inputBits } = read.value;
  const reports = new Map<number, ScanReport>();
  for (const [reportId, bits] of inputBits) {
    const items = inputs.filter((item) => item.reportId === reportId && item.application === scannerUsage);
    const numberBits = isNumbered ? 8 : 0;
    const report = scanReport(items, numberBits, Math.ceil((bits + numberBits) / 8));
    if (report !== null) reports.set(reportId, report);
  }
  return reports.size === 0 ? null : { isNumbered, reports };
}

function scanReport(items: readonly InputItem[], numberBits: number, bytes: number): ScanReport | null {
  const find = (usage: Usage): BitField | null => {
    for (const item of items) {
      const place = placeOf(usage, item);
      if (place !== null) return { ...place, offsetBits: place.offsetBits + numberBits };
    }
    return null;
  };
  const data = find(dataUsage);
  if (data === null || data.bits % 8 !== 0) return null;
  const byteCount = find(byteCountUsage);
  if (byteCount !== null && byteCount.bits > 32) return null;
  const [first, second, third] = [find(aimUsages[0]), find(aimUsages[1]), find(aimUsages[2])];
  const isAim = first?.bits === 8 && second?.bits === 8 && third?.bits === 8;
  const continued = find(continuedUsage);
  return { bytes, byteCount, aim: isAim ? [first, second, third] : null, data, continued };
}

/** The elements of an item that have this usage, where they lie together, as one field; null when none has. */
function placeOf(usage: Usage, { usages, count, offsetBits, elementBits }: InputItem): BitField | null {
  let from: number | null = null;
  let to = 0;
  let element = 0;
  for (const [index, { first, last }] of usages.entries()) {
    const at = element + usage - first;
    element += last - first + 1;
    const isHere = usage >= first && usage <= last;
    if (from !== null && (!isHere || at !== to)) break;
    if (!isHere) continue;
    from ??= at;
    // The last usage of all stands for every element that is left (HID 1.11, 6.2.2.8).
    to = usage === last && index === usages.length - 1 ? count : at + 1;
    if (usage !== last) break;
  }
  // A field of no bits says nothing: it is as good as not there.
  if (from === null || from >= count || elementBits === 0) return null;
  return { offsetBits: offsetBits + from * elementBits, bits: (Math.min(to, count) - from) * elementBits };
}
