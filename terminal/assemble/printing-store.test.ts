import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DeviceId } from '#contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { printingAtFirst } from '../index.ts';
import { printingStore } from './printing-store.ts';

const settings = { automatic: true, printer: DeviceId.parse('usb 04b8 0202 1') };

let folder: string;
let logged: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterpay-'));
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const store = () => printingStore(folder, (line) => logged.push(line));

describe('what is settled about paper', () => {
  it('is kept, and is as at first where nothing was settled', () => {
    expect(store().read()).toEqual(printingAtFirst);
    expect(store().write(settings)).toBe(true);
    expect(store().read()).toEqual(settings);
    expect(logged).toEqual([]);
  });

  it.each([
    ['half of it', '{"automatic":true,"pri'],
    ['something else', '[]'],
    ['a field too many', '{"automatic":true,"printer":null,"more":1}'],
    ['far too much', `{"automatic":true,"printer":null}${' '.repeat(5_000)}`],
  ])('%s is not believed, and that is said', (_, text) => {
    writeFileSync(join(folder, 'printing.json'), text);
    expect(store().read()).toEqual(printingAtFirst);
    expect(logged).toHaveLength(1);
  });

  it('what cannot be read at all keeps nobody from selling', () => {
    mkdirSync(join(folder, 'printing.json'));
    expect(store().read()).toEqual(printingAtFirst);
    expect(logged).toHaveLength(1);
  });

  it('a folder that takes nothing more is said, and keeps nobody from selling', () => {
    const gone = printingStore(join(folder, 'gone'), (line) => logged.push(line));
    expect(gone.read()).toEqual(printingAtFirst);
    expect(gone.write(settings)).toBe(false);
    expect(logged).toHaveLength(1);
  });
});

describe('the key of receipts', () => {
  it('is made once, of 32 bytes that only the till reads, and stays', () => {
    const key = store().receiptKey();
    expect(key).toHaveLength(32);
    expect(Buffer.from(store().receiptKey())).toEqual(Buffer.from(key));
    const file = join(folder, 'receipt.key');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, readFileSync(file).subarray(0, 20));
    expect(Buffer.from(store().receiptKey())).not.toEqual(Buffer.from(key));
    expect(logged).toHaveLength(1);
  });
});
