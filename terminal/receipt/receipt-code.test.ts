import { readPaymentCode, TerminalId } from '#payment';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  fullReceiptCode,
  isReceiptCheck,
  readReceiptCode,
  receiptCheck,
  receiptNumberMax,
  shortReceiptCode,
} from './receipt-code.ts';
import { sampleIntent, sampleKey, samplePaid } from './testing/sample-payments.ts';

const numbers = fc.integer({ min: 1, max: receiptNumberMax });
const checks = fc.integer({ min: 0, max: 99_999_999 }).map((check) => String(check).padStart(8, '0'));
const terminals = fc.stringMatching(/^[A-Za-z0-9]{1,24}$/).map((terminal) => TerminalId.parse(terminal));

describe('the code of a receipt', () => {
  it('is read back, short and full', () => {
    fc.assert(
      fc.property(numbers, checks, terminals, (number, check, terminal) => {
        expect(readReceiptCode(shortReceiptCode({ number, check }))).toEqual({
          ok: true,
          value: { number, check, terminal: null },
        });
        expect(readReceiptCode(fullReceiptCode({ number, check, terminal }))).toEqual({
          ok: true,
          value: { number, check, terminal },
        });
      }),
      { seed: 45 },
    );
  });

  it('[V35] is no payment code and no address, whatever it says', () => {
    fc.assert(
      fc.property(numbers, checks, terminals, (number, check, terminal) => {
        for (const code of [shortReceiptCode({ number, check }), fullReceiptCode({ number, check, terminal })]) {
          expect(readPaymentCode(code)).toEqual({ ok: false, error: 'letters' });
          expect(code).toMatch(/^[A-Za-z0-9]+$/);
        }
      }),
      { seed: 46 },
    );
  });

  it.each([
    '',
    'CP',
    'CP000000123457643288 ',
    ' CP000000123457643288',
    'CP000000123457643288\n',
    'cp000000123457643288',
    'CP00000012345764328',
    'CP000000000057643288',
    'CP000000123457643288TILL-1',
    `CP000000123457643288${'T'.repeat(25)}`,
    'CP٠٠٠٠٠٠١٢٣٤57643288',
    '281006040106123456',
    'https://CP000000123457643288',
    'C'.repeat(1_000_000),
  ])('is nothing else: %s', (text) => {
    expect(readReceiptCode(text)).toEqual({ ok: false, error: 'not-a-receipt-code' });
  });

  it('is read or refused, and nothing else happens, for any text', () => {
    const near = fc.string({ unit: fc.constantFrom(...Array.from('CP0123456789TILL \n')), maxLength: 60 });
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const read = readReceiptCode(text);
        if (!read.ok) return;
        const { number, check, terminal } = read.value;
        expect(text).toBe(
          terminal === null ? shortReceiptCode({ number, check }) : fullReceiptCode({ number, check, terminal }),
        );
      }),
      { numRuns: 2_000, seed: 44 },
    );
  });

  it('has room for its number, or is a mistake of ours', () => {
    for (const number of [0, 1.5, receiptNumberMax + 1, Number.NaN])
      expect(() => shortReceiptCode({ number, check: '00000000' })).toThrow(/number/);
  });
});

describe('the check of a receipt', () => {
  const check = receiptCheck(sampleKey, samplePaid(), 'sandbox');

  it('is eight digits, the same for every copy', () => {
    expect(check).toMatch(/^\d{8}$/);
    expect(receiptCheck(sampleKey, samplePaid(), 'sandbox')).toBe(check);
    expect(isReceiptCheck(check, check)).toBe(true);
  });

  it('[V34] is another one for whatever somebody changes: amount, currency, payment, number, till, world, key', () => {
    const others = [
      receiptCheck(sampleKey, samplePaid(sampleIntent({ amount: { currency: 'EUR', minor: 125_000 } })), 'sandbox'),
      receiptCheck(sampleKey, samplePaid(sampleIntent({ amount: { currency: 'SGD', minor: 1_250 } })), 'sandbox'),
      receiptCheck(sampleKey, samplePaid(sampleIntent({ terminalId: 'TILL2' })), 'sandbox'),
      receiptCheck(sampleKey, samplePaid(sampleIntent({ paymentRequestId: 'TILL1x' })), 'sandbox'),
      receiptCheck(sampleKey, samplePaid(undefined, { paymentId: '2' }), 'sandbox'),
      receiptCheck(sampleKey, samplePaid(undefined, {}, 1_235), 'sandbox'),
      receiptCheck(sampleKey, samplePaid(), 'production'),
      receiptCheck(new Uint8Array(32).fill(8), samplePaid(), 'sandbox'),
    ];
    expect(new Set([check, ...others]).size).toBe(9);
    for (const other of others) expect(isReceiptCheck(other, check)).toBe(false);
  });

  it('is not any text of the same or another length', () => {
    for (const claimed of ['', '0', check.slice(1), `${check}0`, 'ééééé', '0'.repeat(1_000)])
      expect(isReceiptCheck(claimed, check)).toBe(false);
  });

  it('takes all of its eight digits', () => {
    const sample = Array.from({ length: 2_000 }, (_, i) =>
      receiptCheck(sampleKey, samplePaid(undefined, {}, i + 1), 'sandbox'),
    );
    for (let digit = 0; digit < 8; digit++) expect(new Set(sample.map((check) => check[digit])).size).toBe(10);
    expect(new Set(sample).size).toBeGreaterThan(1_990);
  });
});
