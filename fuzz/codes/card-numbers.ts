import type { Chance } from '../chance.ts';

/** Whose cards begin so, and how many digits they have. */
type Issuer = { name: string; starts: readonly [string, ...string[]]; lengths: readonly [number, ...number[]] };

// ISO/IEC 7812-1 has the form; who has which numbers is what the schemes and those who process for them publish.
const issuers: readonly [Issuer, ...Issuer[]] = [
  { name: 'Visa', starts: ['4'], lengths: [13, 16, 19] },
  { name: 'Mastercard', starts: ['51', '52', '53', '54', '55'], lengths: [16] },
  // The only cards of 16 digits that begin as wallets' codes do, beside some of Diners'.
  { name: 'Mastercard, 2-series', starts: ['2221', '223', '24', '25', '26', '271', '2720'], lengths: [16] },
  { name: 'American Express', starts: ['34', '37'], lengths: [15] },
  { name: 'Diners Club', starts: ['300', '301', '302', '303', '304', '305', '3095'], lengths: [14, 16] },
  { name: 'Diners Club', starts: ['36', '38', '39'], lengths: [14, 16, 19] },
  { name: 'Discover', starts: ['6011', '644', '649', '65'], lengths: [16, 19] },
  { name: 'UnionPay', starts: ['62', '81'], lengths: [16, 17, 18, 19] },
  { name: 'JCB', starts: ['3528', '3558', '3589'], lengths: [16, 17, 18, 19] },
  { name: 'Maestro', starts: ['50', '5612', '58', '6304', '67'], lengths: [13, 14, 15, 16, 17, 18, 19] },
  { name: 'Mir', starts: ['2200', '2202', '2204'], lengths: [16, 17, 18, 19] },
  { name: 'RuPay', starts: ['508', '60', '82'], lengths: [16] },
  { name: 'Verve', starts: ['506099', '506198', '650002'], lengths: [16, 18, 19] },
  { name: 'UATP', starts: ['1'], lengths: [15] },
  { name: 'Troy', starts: ['9792'], lengths: [16] },
];

/** How much of what is made belongs to no issuer that is known. */
const strangersShare = 0.25;

/** A number of 13 to 19 digits whose check digit is right, as it stands on a card. */
export function cardNumber(chance: Chance): string {
  if (chance.of(strangersShare)) return strangersNumber(chance);
  const { starts, lengths } = chance.pick(issuers);
  return completed(chance, chance.pick(starts), chance.pick(lengths));
}

/**
 * Of no issuer that is known. None that a wallet may show: with 16 digits and more and a wallet's start it is a payment
 * code, unless one of the ranges above has it.
 */
function strangersNumber(chance: Chance): string {
  for (;;) {
    const number = completed(chance, '', chance.whole(13, 19));
    if (number.length < 16 || !/^(?:2[5-9]|30)/.test(number)) return number;
  }
}

function completed(chance: Chance, start: string, length: number): string {
  let digits = start;
  while (digits.length < length - 1) digits += chance.whole(0, 9);
  return digits + checkDigitOf(digits);
}

/** ISO/IEC 7812-1, annex B: what makes the sum of the digits, every other one doubled, a multiple of ten. */
export function checkDigitOf(digits: string): number {
  let sum = 0;
  for (const [place, char] of digits.split('').toReversed().entries()) {
    const twice = place % 2 === 0 ? Number(char) * 2 : Number(char);
    sum += Math.floor(twice / 10) + (twice % 10);
  }
  return (10 - (sum % 10)) % 10;
}
