import { cardNumber } from '../codes/card-numbers.ts';
import type { Chance } from '../chance.ts';

const endings = ['', '', '\r', '\n', '\t', '\r\n', '\r\r', '\n\r'] as const;
export const aims = [']C0', ']Q0', ']Q1', ']d2', ']E0', ']X0', ']Z6', ']]x', ']C', '\0\0\0', 'abc'] as const;

/** What somebody, or some other program, may have put into a symbol. */
const strange = [
  'https://example.org/pay?code=281234567890123456',
  'javascript:alert(1)',
  '<img src=x onerror=alert(1)>',
  'WIFI:T:WPA;S=shop;P=secret;;',
  "'; DROP TABLE payments; --",
  '@\n\x1e\rANSI 636000090002DL00410278',
  '2८1234567890123456',
  '２８１２３４５６７８９０１２３４５６',
  '28\u202e1234567890123456',
  '\ufeff281234567890123456',
  '%s%n%x',
  '\x1b@\x1bp\x00\x19\xfa',
  '\x16M\r.',
  '\x02281234567890123456\x03',
  '\x1d01095212345432131726123110ABC',
  'AZQWM-/.:_@1',
  '支付宝 281234567890123456',
] as const;

/** The bytes of one symbol: codes, other people's codes, texts in several encodings, and noise. */
export function symbolBytes(chance: Chance, bytesMax: number): Uint8Array {
  const ending = chance.pick(endings);
  const bytes = plainBytes(chance, bytesMax);
  return Buffer.concat([bytes, Buffer.from(ending)]).subarray(0, bytesMax);
}

function plainBytes(chance: Chance, bytesMax: number): Uint8Array {
  switch (
    chance.weighted([
      ['code', 5],
      ['card', 1],
      ['strange', 3],
      ['utf16', 1],
      ['cut', 1],
      ['digits', 2],
      ['long', 1],
      ['noise', 2],
      ['nothing', 1],
    ])
  ) {
    case 'code':
      return Buffer.from(`${chance.whole(25, 30)}${digits(chance, chance.whole(14, 30))}`);
    case 'card':
      return Buffer.from(cardNumber(chance));
    case 'strange':
      return Buffer.from(chance.pick(strange));
    case 'utf16':
      return Buffer.from(chance.pick(strange), 'utf16le');
    case 'cut':
      return Buffer.from('支付🙂'.repeat(chance.whole(1, 30))).subarray(0, chance.whole(1, 200));
    case 'digits':
      return Buffer.from(digits(chance, chance.whole(1, 60)));
    case 'long':
      return Buffer.from(digits(chance, chance.whole(1, bytesMax)));
    case 'noise':
      return Uint8Array.from({ length: chance.whole(0, Math.min(bytesMax, 300)) }, () => chance.whole(0, 255));
    default:
      return new Uint8Array();
  }
}

function digits(chance: Chance, length: number): string {
  let text = '';
  while (text.length < length) text += String(chance.whole(0, 999_999_999)).padStart(9, '0');
  return text.slice(0, length);
}
