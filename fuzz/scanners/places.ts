import type { ScannerName } from './case.ts';

/** Where things lie in report 2, in bytes, as the makers' documents have it: written here again by hand. */
export type Place = { vendorId: number; bytes: number; aim: number | null; data: number; flag: number };

export const places: Readonly<Record<ScannerName, Place>> = {
  honeywell: { vendorId: 0x0c2e, bytes: 64, aim: 2, data: 5, flag: 63 },
  newland: { vendorId: 0x1eab, bytes: 64, aim: null, data: 2, flag: 63 },
  'one-byte-more': { vendorId: 0x05e0, bytes: 64, aim: 3, data: 6, flag: 63 },
  plain: { vendorId: 0x05f9, bytes: 62, aim: 2, data: 5, flag: 61 },
};

/** Bytes of data in one report, whoever made the scanner. */
export const dataBytes = 56;
