import { createRequire } from 'node:module';

import receiptline from 'receiptline';
import { expect, it } from 'vitest';

import { escposBufferReceipt, pointOfSaleReceipt, thermalPrinterReceipt } from '../testing/foreign-receipts.ts';
import { piecesOf } from './lexer.ts';

type Node = { ascii: string; offset: number };
type Rules = Record<string | number, Record<string, unknown>>;
type Npos = {
  parser(rules?: Rules): { analyze(bytes: Buffer): { error?: Error; tree: Node[] | null } };
  rules: Rules;
  symbols: Record<'ESC' | 'FS' | 'GS', number>;
};

const require = createRequire(import.meta.url);
const npos = require('npos') as Npos;

// npos 0.1 knows no two-dimensional codes, no Kanji fonts and no old cut; each is counted as its neighbours are.
const { ESC, FS, GS } = npos.symbols;
const rules: Rules = {
  ...npos.rules,
  [ESC]: { ...npos.rules[ESC], m: 0 },
  [GS]: { ...npos.rules[GS], '(k': [0, 'd16'] },
  [FS]: { ...npos.rules[FS], '(A': [0, 'd16'], '(C': [0, 'd16'] },
};

const document = `^^^Counterpay

Flat white | 3.50
漢字 ภาษาไทย | 12.50
---
{code:R-2026-0001;option:code128,2,60,hri}
{code:https://shop.example/r/1;option:qrcode,4,m}
=`;

it.each<[string, () => Uint8Array | Promise<Uint8Array>]>([
  ['@point-of-sale/receipt-printer-encoder', pointOfSaleReceipt],
  ['node-thermal-printer', thermalPrinterReceipt],
  ['escpos-buffer', escposBufferReceipt],
  ...['multilingual', 'gb18030', 'shiftjis', 'ksc5601', 'tis620'].map((encoding): [string, () => Uint8Array] => [
    `receiptline for ${encoding}`,
    () => Buffer.from(receiptline.transform(document, { command: 'escpos', encoding, cpl: 48 } as never), 'latin1'),
  ]),
])('npos sees commands begin at the same bytes of a receipt by %s', async (_name, receipt) => {
  const stream = Buffer.from(await receipt());
  // Not `parse`, which moves the offsets of pictures to where their dots begin.
  const { tree, error } = npos.parser(rules).analyze(stream);
  expect(error).toBeUndefined();
  const theirs = (tree ?? [])
    .filter(({ ascii }) => leads.has(ascii))
    .map(({ ascii, offset }) => `${ascii} at ${offset}`);
  const ours = piecesOf(stream)
    .filter(({ kind, name }) => kind === 'command' && leads.has(name.split(' ')[0] ?? ''))
    .map(({ name, at }) => `${name.split(' ')[0] ?? ''} at ${at}`);
  expect(ours.length).toBeGreaterThan(10);
  expect(theirs).toEqual(ours);
});

const leads: ReadonlySet<string> = new Set(['ESC', 'FS', 'GS', 'DLE']);
