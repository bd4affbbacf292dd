/**
 * How scanners in HID POS mode lay a code out in input report 2. Built from documents; none is a dump of a device. The
 * usages are those of "HID Point of Sale Usage Tables" 1.02 (USB-IF), page 0x8C.
 */
export type Layout = {
  vendor: number;
  product: number;
  descriptor: readonly number[];
  /** Where things lie in the report, its id at 0; what reads the descriptor needs none of it. */
  at: { aim: number | null; data: number; more: number };
  bytes: number;
};

export type LayoutName = keyof typeof layouts;

/** Bytes of code in one report, in every documented layout. */
const dataBytes = 56;

const head = [0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0x85, 0x02, 0x09, 0x12, 0xa1, 0x02, 0x15, 0x00, 0x26, 0xff, 0x00];
const byteCount = [0x75, 0x08, 0x95, 0x01, 0x05, 0x01, 0x09, 0x3b, 0x81, 0x02, 0x05, 0x8c];
const aimId = [0x95, 0x03, 0x09, 0xfb, 0x09, 0xfc, 0x09, 0xfd, 0x81, 0x02];
const data = [0x95, dataBytes, 0x09, 0xfe, 0x82, 0x02, 0x01];
const more = [0x25, 0x01, 0x75, 0x01, 0x95, 0x01, 0x09, 0xff, 0x81, 0x02, 0x75, 0x07, 0x81, 0x03];
const tail = [0xc0, 0xc0];

export const layouts = {
  // Access-IS ATR110 and LSR118 manuals, "HID reports"; python_hon_usbhid's README: 02 length ]cm data code-letter reserved more.
  honeywell: {
    vendor: 0x0c2e,
    product: 0x0b62,
    descriptor: [...head, ...byteCount, ...aimId, ...data, ...makersOwn(2), ...more, ...tail],
    at: { aim: 2, data: 5, more: 63 },
    bytes: 64,
  },
  // Newland FM420 and EM2027 guides, "HID-POS": 02 length data reserved code more; no AIM identifier of its own.
  newland: {
    vendor: 0x1eab,
    product: 0x0110,
    descriptor: [...head, ...byteCount, ...data, ...makersOwn(5), ...more, ...tail],
    at: { aim: null, data: 2, more: 63 },
    bytes: 64,
  },
  // WebHidBarcodeScanner's src/main.js, for a device that it does not name: one byte more before the AIM identifier.
  oneMore: {
    vendor: 0x05e0,
    product: 0x1300,
    descriptor: [...head, ...byteCount, ...makersOwn(1), ...aimId, ...data, ...makersOwn(1), ...more, ...tail],
    at: { aim: 3, data: 6, more: 63 },
    bytes: 64,
  },
  // The standard's usages with nothing added.
  plain: {
    vendor: 0x05f9,
    product: 0x4204,
    descriptor: [...head, ...byteCount, ...aimId, ...data, ...more, ...tail],
    at: { aim: 2, data: 5, more: 61 },
    bytes: 62,
  },
} as const satisfies Record<string, Layout>;

/** That it is a scanner, and nothing of where its reports have what. */
export const bareDescriptor: readonly number[] = hex('058c0902a1018502 0666ff0904150026ff007508953f8102 c0');

/** HID 1.11, appendix B.1: a boot keyboard, which a scanner in keyboard mode is too. */
export const keyboardDescriptor: readonly number[] = hex(
  '05010906a101 050719e029e71500250175019508810295017508810195057501 ' +
    '050819012905910295017503910195067508150025650507190029658100 c0',
);

/** The reports of one code. `aim`: such as `]Q0`; where the layout has no place for it, it is left out. */
export function reportsOf(layout: Layout, text: string, aim: string): Buffer[] {
  const bytes = Buffer.from(text, 'latin1');
  const starts = Array.from({ length: Math.max(1, Math.ceil(bytes.length / dataBytes)) }, (_, i) => i * dataBytes);
  return starts.map((start) => {
    const part = bytes.subarray(start, start + dataBytes);
    const report = Buffer.alloc(layout.bytes);
    report[0] = 2;
    report[1] = part.length;
    if (layout.at.aim !== null) report.write(aim, layout.at.aim, 'latin1');
    part.copy(report, layout.at.data);
    report[layout.at.more] = start + dataBytes < bytes.length ? 1 : 0;
    return report;
  });
}

/** Fields of the maker's own usage page. */
function makersOwn(count: number): number[] {
  return [0x06, 0x66, 0xff, 0x95, count, 0x09, 0x04, 0x81, 0x02, 0x05, 0x8c];
}

function hex(text: string): number[] {
  return [...Buffer.from(text.replaceAll(' ', ''), 'hex')];
}
