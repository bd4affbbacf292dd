import {
  HybridBinarizer,
  BinaryBitmap,
  BarcodeFormat,
  DecodeHintType,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library';
import { describe, expect, it } from 'vitest';

import { orderCodeSlip } from './order-code-slip.ts';
import { paidReceipt } from './paid-receipt.ts';
import { pendingSlip } from './pending-slip.ts';
import { svgOf } from './picture.ts';
import { printerTestPage } from './printer-test-page.ts';
import { readReceiptCode, receiptCheck } from './receipt-code.ts';
import {
  inLanguage,
  sampleAt,
  sampleIntent,
  sampleKey,
  samplePaid,
  samplePaper,
  samplePending,
} from './testing/sample-payments.ts';

/** Elements that are open when the text ends, and whatever is no XML. */
function faultsOf(svg: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-zA-Z]+)((?:\s+[a-zA-Z][\w:-]*="[^"<]*")*)\s*(\/?)>/g,
    (_, end, name, __, alone) => {
      if (end === '/') {
        if (open.pop() !== name) faults.push(`</${name}>`);
      } else if (alone !== '/') open.push(name);
      return '';
    },
  );
  if (/[<>]|&(?!amp;|lt;|gt;|#xa0;)/.test(rest)) faults.push(rest);
  return [...faults, ...open];
}

type Rectangle = { x: number; y: number; width: number; height: number };

/** The dark bars of each code: the paths of the picture that are filled, where the receipt has nothing else that is. */
function codesOf(svg: string): Rectangle[][] {
  const bars = /<path d="((?:M\d+,0h\d+v\d+h-\d+z)+)"/.exec(svg)?.[1] ?? '';
  const squares = /<path transform="[^"]*" d="((?:M\d+,\d+h\d+v1h-\d+z)+)"/.exec(svg)?.[1] ?? '';
  return [bars, squares].map((path) =>
    Array.from(path.matchAll(/M(\d+),(\d+)h(\d+)v(\d+)/g), ([, ...numbers]) => {
      const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
      return { x, y, width, height };
    }),
  );
}

/** What a reader of somebody else's reads in it. `scale`: pixels for a unit. */
function read(bars: readonly Rectangle[], scale: number, format: BarcodeFormat): string {
  const quiet = 20 * scale;
  const width = Math.max(...bars.map((bar) => bar.x + bar.width)) * scale + 2 * quiet;
  const height = Math.max(...bars.map((bar) => bar.y + bar.height)) * scale + 2 * quiet;
  const pixels = new Uint8ClampedArray(width * height).fill(255);
  for (const bar of bars)
    for (let y = bar.y * scale; y < (bar.y + bar.height) * scale; y++)
      for (let x = bar.x * scale; x < (bar.x + bar.width) * scale; x++) pixels[(y + quiet) * width + x + quiet] = 0;
  const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(pixels, width, height)));
  return new MultiFormatReader().decode(bitmap, new Map([[DecodeHintType.POSSIBLE_FORMATS, [format]]])).getText();
}

describe('the picture of a receipt', () => {
  const sheet = paidReceipt(samplePaid(), samplePaper(), sampleKey);

  it('is XML, whatever a shop calls itself', () => {
    const shop = {
      ...inLanguage('th'),
      store: { ...samplePaper().shop.store, storeName: '<b>&"\'</svg><script>alert(1)</script> ]]>' },
    };
    const hostile = paidReceipt(samplePaid(), samplePaper({ shop, copy: 1, customerLanguage: 'ja' }), sampleKey);
    for (const document of [
      sheet,
      hostile,
      pendingSlip(samplePending(), samplePaper()),
      printerTestPage(samplePaper()),
    ])
      expect(faultsOf(svgOf(document))).toEqual([]);
    expect(faultsOf('<svg><g></svg>')).not.toEqual([]);
    expect(faultsOf('<svg>a & b</svg>')).not.toEqual([]);
  });

  it('loads nothing, runs nothing, and is the same each time', () => {
    const svg = svgOf(sheet);
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|@import|<style|<script|href|font-family="(?!monospace")/,
    );
    expect(svgOf(sheet)).toBe(svg);
  });

  it.each([32, 48])('has two codes that a foreign reader reads, on %i columns', (columns) => {
    const paid = samplePaid();
    const check = receiptCheck(sampleKey, paid, 'sandbox');
    const [bars = [], squares = []] = codesOf(svgOf(paidReceipt(paid, samplePaper({ columns }), sampleKey)));

    const short = read(bars, 1, BarcodeFormat.CODE_128);
    const full = read(squares, 5, BarcodeFormat.QR_CODE);
    expect(readReceiptCode(short)).toEqual({ ok: true, value: { number: 1_234, check, terminal: null } });
    expect(readReceiptCode(full)).toEqual({ ok: true, value: { number: 1_234, check, terminal: 'TILL1' } });
  });

  it.each([1, 987, 9_999_999_999])('has bars that fit on 58 mm with their quiet zones, for the number %i', (number) => {
    const [bars = []] = codesOf(svgOf(paidReceipt(samplePaid(undefined, {}, number), samplePaper(), sampleKey)));
    const width = Math.max(...bars.map((bar) => bar.x + bar.width));
    // ISO/IEC 15417: ten times the thinnest bar on either side.
    expect(width + 2 * 10 * 2).toBeLessThanOrEqual(384);
  });

  it('has an order’s code that a foreign reader reads', () => {
    const code = 'https://qr.example/28100604?a=1;b={2}|c\\d_"e"`^~';
    const facts = samplePending(sampleIntent({ scenario: 'OrderCode' }));
    const slip = orderCodeSlip({ facts, code, endsAt: sampleAt }, samplePaper());
    const [, squares = []] = codesOf(slip.ok ? svgOf(slip.value) : '');
    expect(read(squares, 5, BarcodeFormat.QR_CODE)).toBe(code);
  });
});
