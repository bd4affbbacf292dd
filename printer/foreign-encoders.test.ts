import { expect, it } from 'vitest';

import type { Slip, SlipEntry } from './render/index.ts';
import { pngOf } from './render/index.ts';
import { deviceRig } from './testing/device-rig.ts';
import {
  escposBufferReceipt,
  linkOnReceipt,
  numberOnReceipt,
  picture,
  pointOfSaleReceipt,
  thermalPrinterReceipt,
} from './testing/foreign-receipts.ts';
import { linesOf } from './testing/printed.ts';
import { readCodes } from './testing/read-codes.ts';

// The emulator is no judge of our bytes before it has read those of three others right.

const receipts = [
  [
    '@point-of-sale/receipt-printer-encoder',
    pointOfSaleReceipt,
    ['Flat white                                  3,50', 'Brötchen                                    2,80'],
  ],
  [
    'node-thermal-printer',
    thermalPrinterReceipt,
    ['Flat white                                3,50 €', 'Brötchen                                  2,80 €'],
  ],
  ['escpos-buffer', escposBufferReceipt, ['Flat white 3,50', 'Brötchen 2,80']],
] as const;

it.each(receipts)('%s: text and its styles', async (_name, receipt, items) => {
  const { entries } = await print(receipt);
  const lines = linesOf(entries);
  expect(lines.slice(0, 4).map((line) => line.trim())).toEqual(['Café Zürich', ...items, 'underlined']);
  expect(runOf(entries, 'Café Zürich')).toMatchObject({ bold: true, wide: 2, tall: 2, font: 'A', underline: 0 });
  expect(runOf(entries, 'Flat white')).toMatchObject({ bold: false, wide: 1, tall: 1 });
  expect(runOf(entries, 'underlined')).toMatchObject({ underline: 1 });
  if (lines.length > 4) expect(runOf(entries, 'white on black')).toMatchObject({ reverse: true });
  expect(entries.filter(({ kind }) => kind === 'refused')).toEqual([]);
});

it.each(receipts)('%s: the picture, dot for dot', async (_name, receipt) => {
  const { slip, entries } = await print(receipt);
  const images = entries.filter((entry) => entry.kind === 'image');
  const bitmap = slip.bitmap();
  const [left, top] = images.length > 0 ? [images[0]!.x, images[0]!.y] : firstPictureDot(slip, entries);
  for (let y = 0; y < picture.height; y += 1) {
    for (let x = 0; x < picture.width; x += 1) {
      const dot = bitmap.dots[(top + y) * bitmap.width + left + x];
      if (dot !== Number(picture.isBlack(x, y))) expect.fail(`the dot ${x}, ${y} is wrong`);
    }
  }
});

it.each(receipts)('%s: an independent reader reads the codes off the picture', async (name, receipt) => {
  const { slip, entries } = await print(receipt);
  const found = await readCodes(pngOf(slip));
  const bars = name === 'escpos-buffer' ? [] : [['Code128', numberOnReceipt]];
  expect(found.map(({ format, text }) => [format, text])).toEqual([...bars, ['QRCode', linkOnReceipt]]);
  expect(entries.filter(({ kind }) => kind === 'code')).toHaveLength(found.length);
});

it.each(receipts)('%s: the cut and the drawer', async (_name, receipt) => {
  const { device, slip, entries } = await print(receipt);
  expect(slip.isCut).toBe(true);
  expect(entries.at(-1)).toMatchObject({ kind: 'cut' });
  expect(device.pulses).toHaveLength(1);
  expect(device.pulses[0]).toMatchObject({ pin: 2 });
  expect(device.condition.drawer).toBe('open');
});

async function print(receipt: () => Uint8Array | Promise<Uint8Array>) {
  const { device, host } = deviceRig();
  host.session.receive(await receipt());
  const slip = device.slips()[0]!;
  return { device, slip, entries: slip.entries };
}

function runOf(entries: readonly SlipEntry[], text: string) {
  return entries.flatMap((entry) => (entry.kind === 'line' ? entry.runs : [])).find((run) => run.text.includes(text));
}

/** Of a picture that came as bit images: the first dot under the last line of text above the codes. */
function firstPictureDot(slip: Slip, entries: readonly SlipEntry[]): [number, number] {
  const { width, height, dots } = slip.bitmap();
  const lastLine = entries.findLast((entry) => entry.kind === 'line')!;
  for (let y = lastLine.y + 26; y < height; y += 1) if (dots[y * width] === 1) return [0, y];
  return expect.fail('there is no picture');
}
