/** How a scanner's reports are read. */
export type HidHow = 'descriptor' | 'rule' | 'aim-first' | 'data-first';

/** One thing to try, all in hexadecimal, so that it can be kept and played again. */
export type ScannerCase =
  | { kind: 'hid'; scanner: ScannerName; how: HidHow; reports: string[] }
  /** After each chunk that `pauses` names there is a long silence; after the last one always. */
  | { kind: 'serial'; chunks: string[]; pauses: number[] }
  | { kind: 'descriptor'; descriptor: string; reports: string[] };

export const scannerNames = ['honeywell', 'newland', 'one-byte-more', 'plain'] as const;
export type ScannerName = (typeof scannerNames)[number];
