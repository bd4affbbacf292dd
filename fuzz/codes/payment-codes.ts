import type { Chance } from '../chance.ts';
import { checkDigitOf } from './card-numbers.ts';

/** As wallets show them: 16 to 32 digits, the first two 25 to 30. */
export function paymentCode(chance: Chance): string {
  let digits = String(chance.whole(25, 30));
  const length = chance.whole(16, 32);
  while (digits.length < length) digits += chance.whole(0, 9);
  return digits;
}

/** The only codes that may be refused: they cannot be told from a card's number. */
export function passesCardChecks(code: string): boolean {
  if (code.length !== 16 || String(checkDigitOf(code.slice(0, -1))) !== code.slice(-1)) return false;
  // Mastercard's 2-series ends with 272099; Diners' ranges with 16 digits are 300000-305999 and 309500-309599.
  const six = Number(code.slice(0, 6));
  return six <= 272_099 || (six >= 300_000 && six <= 305_999) || (six >= 309_500 && six <= 309_599);
}
