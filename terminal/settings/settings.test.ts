import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { loadSettings } from './settings-file.ts';
import { readSettings, sampleSettings } from './settings.ts';

function problem(change: (settings: Record<string, unknown>) => unknown): string {
  const read = readSettings(JSON.stringify(change(structuredClone(sampleSettings))));
  return read.ok ? 'fine' : read.error;
}

describe('settings', () => {
  it('are written as a sandbox sample where there are none, and read from then on', () => {
    const folder = mkdtempSync(join(tmpdir(), 'counterpay-settings-'));
    const file = join(folder, 'till', 'settings.json');

    expect(loadSettings(file)).toEqual({ ok: true, value: sampleSettings });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      environment: 'sandbox',
      currency: 'EUR',
      merchant: { merchantName: 'Harbour Tea House' },
    });
    writeFileSync(file, '{');
    expect(loadSettings(file)).toEqual({
      ok: false,
      error: { why: 'settings-invalid', detail: 'The file is not JSON.' },
    });
    rmSync(folder, { recursive: true });
  });

  it('that cannot be reached are a matter of the disk', () => {
    expect(loadSettings('/dev/null/settings.json')).toMatchObject({ ok: false, error: { why: 'disk' } });
  });

  it.each([
    ['currency: "EURO" is not a currency code of ISO 4217.', { currency: 'EURO' }],
    ['terminalId: must be 1 to 24 letters or digits.', { terminalId: 'till 1' }],
    ['terminalId: is missing.', { terminalId: undefined }],
    ['store: is missing.', { store: undefined }],
    ['environment: must be "sandbox".', { environment: 'production' }],
    ['The file: has a field that is not known: tips.', { tips: true }],
    [
      'merchant.merchantMCC: must be the four digits of ISO 18245.',
      { merchant: { ...sampleSettings.merchant, merchantMCC: '54' } },
    ],
    ['store.storeName: must be a string.', { store: { ...sampleSettings.store, storeName: 7 } }],
  ])('say in words: %s', (words, change) => {
    expect(problem((settings) => ({ ...settings, ...change }))).toBe(words);
  });

  it('are one object', () => {
    expect(problem(() => [])).toBe('The file: must be an object.');
  });
});
