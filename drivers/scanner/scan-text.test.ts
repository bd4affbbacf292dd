import { describe, expect, it } from 'vitest';

import { readScan } from './scan-text.ts';

function textOf(bytes: Uint8Array, aim: string | null = null): string | null {
  const reading = readScan(bytes, aim);
  return reading?.is === 'scan' ? reading.text : null;
}

describe('[V35] the text of a scan', () => {
  it.each([
    ['28\r', '28'],
    ['28\n', '28'],
    ['28\t', '28'],
    ['28\r\n', '28'],
    ['28\r\r', '28\r'],
    ['28\n\r', '28\n'],
    ['28\t\r\n', '28\t'],
    ['28\u001d01\u001d', '28\u001d01\u001d'],
    ['\u000028\u0000', '\u000028\u0000'],
  ])('of %j is %j: one ending is taken off, nothing else', (given, text) => {
    expect(textOf(Buffer.from(given))).toBe(text);
  });

  it('is UTF-8 where the bytes are, else Latin-1, each byte a character', () => {
    expect(textOf(Buffer.from('支付🙂'))).toBe('支付🙂');
    expect(textOf(Buffer.from('\ufeff28'))).toBe('\ufeff28');
    expect(textOf(Buffer.from('支付').subarray(0, 5))).toHaveLength(5);
    expect(textOf(Uint8Array.from([0xff, 0x41]))).toBe('ÿA');
    expect(textOf(Uint8Array.from([0xed, 0xa0, 0x80]))).toHaveLength(3); // a surrogate is no UTF-8
  });

  it('of bytes within a larger buffer is of these alone', () => {
    expect(textOf(Buffer.from('xx28yy').subarray(2, 4))).toBe('28');
  });

  it('keeps what looks like an AIM identifier when the scanner says one beside it', () => {
    expect(readScan(Buffer.from(']C028'), null)).toEqual({ is: 'scan', text: '28', aim: ']C0' });
    expect(readScan(Buffer.from(']C028'), ']Q0')).toEqual({ is: 'scan', text: ']C028', aim: ']Q0' });
  });

  it('of nothing but an ending or an identifier is nothing', () => {
    for (const given of ['', '\r\n', ']C0', ']C0\r']) expect(readScan(Buffer.from(given), null)).toBeNull();
  });
});
