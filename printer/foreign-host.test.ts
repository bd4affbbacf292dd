import { print } from 'receiptio';
import { expect, it } from 'vitest';

import type { PrinterDevice } from './device/index.ts';
import { startPrinter } from './serve/printer.ts';
import { linesOf } from './testing/printed.ts';

// receiptio knows how an Epson printer answers, and nothing of this one. It prints to port 9100 of an address only, so each
// printer here has an address of this machine of its own; only Linux has all of 127.0.0.0/8.

const receipt = '^^^Counterpay\n\nFlat white | 3.50\n---\nTotal | 3.50\n=';

it.runIf(process.platform === 'linux').concurrent.each<[string, string, (device: PrinterDevice) => void, string?]>([
  ['success', 'well', () => {}],
  ['success', 'slow', (device) => device.change({ bytesPerSecond: 4_000 })],
  ['success', 'near the end of its paper', (device) => device.change({ paper: 'near-end' })],
  ['paperempty', 'without paper', (device) => device.change({ paper: 'out' })],
  [
    'paperempty',
    'out of paper in the middle',
    (device) => device.plan({ after: 2, of: 'lines', becomes: { paper: 'out' } }),
  ],
  ['coveropen', 'open', (device) => device.change({ cover: 'open' })],
  ['coveropen', 'opened in the middle', (device) => device.plan({ after: 2, of: 'lines', becomes: { cover: 'open' } })],
  ['error', 'broken', (device) => device.change({ fault: 'broken' })],
  ['disconnect', 'off', (device) => device.change({ power: 'off' })],
  [
    'disconnect',
    'switched off in the middle',
    (device) => device.plan({ after: 2, of: 'lines', becomes: { power: 'off' } }),
  ],
  ['online', 'well and only asked', () => {}, '-q'],
  ['draweropen', 'asked for its drawer, which is open', (device) => device.change({ drawer: 'open' }), '-q drawer'],
  ['drawerclosed', 'asked for its drawer, which is closed', () => {}, '-q drawer'],
  // It gives a mute printer 12 s.
  ['offline', 'mute', (device) => device.change({ mute: true })],
  ['offline', 'hanging', (device) => device.change({ hang: true })],
])('a foreign host says %s of a printer that is %s', async (said, _state, prepare, options = '') => {
  const address = nextAddress();
  const printer = await startPrinter({ listen: address, port: 9_100 });
  prepare(printer.device);
  expect(await print(receipt, `-d ${address} -c 48 -p escpos ${options}`)).toBe(said);
  const lines = linesOf(printer.device.slips().flatMap(({ entries }) => entries));
  if (said === 'success') expect(lines.map((line) => line.trim())).toEqual(expect.arrayContaining(['Counterpay']));
  await printer.close();
});

let addresses = 0;

/** Of this process alone, so that runs at the same time do not meet. */
function nextAddress(): string {
  addresses += 1;
  return `127.${64 + (process.pid % 64)}.${(process.pid >> 6) % 256}.${addresses}`;
}
