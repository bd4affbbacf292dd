import { momentMs } from './moment.ts';

// A process of its own, and the least that can read a scanner: node-hid, and a moment for each report.

export type FromBareHid = { at: number };

const barcodeScanners = 0x8c; // HID Usage Tables: Barcode Scanner page

const { devicesAsync, HIDAsync } = await import('node-hid');
const found = (await devicesAsync()).find(({ usagePage }) => usagePage === barcodeScanners);
if (found?.path === undefined) throw new Error('there is no scanner');
const scanner = await HIDAsync.open(found.path);
scanner.on('data', () => tell({ at: momentMs() }));
scanner.on('error', () => process.exit(1));
process.on('disconnect', () => process.exit(0));
process.send?.('ready');

function tell(word: FromBareHid): void {
  process.send?.(word);
}
