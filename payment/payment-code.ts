import * as z from 'zod';

import { err, ok, type Result } from './result.ts';

/** What a wallet shows and we scan: a bearer secret for about a minute. In memory and in the one request only (V37). */
export const PaymentCode = z
  .string()
  .regex(/^(2[5-9]|30)\d{14,30}$/)
  .brand<'PaymentCode'>();
export type PaymentCode = z.infer<typeof PaymentCode>;

export type CodeProblem =
  | 'empty'
  | 'letters'
  | 'too-short'
  | 'too-long'
  | 'wrong-start'
  | 'web-address'
  | 'card-number';

/** The longest text that is looked at, in characters; a longer one is refused unread. */
export const scanCharsMax = 4_096;

/** Reads what a scanner or a person gave; anything but a wallet's payment code is refused by name (V35, V36). */
export function readPaymentCode(text: string): Result<PaymentCode, CodeProblem> {
  if (text.length > scanCharsMax) return err('too-long');
  const digits = unframed(text);
  if (digits === '') return err('empty');
  if (/^[a-z][a-z0-9+.-]*:|^www\./i.test(digits)) return err('web-address');
  if (!/^[0-9]+$/.test(digits)) return err('letters');
  if (mayBeCardNumber(digits)) return err('card-number');
  if (digits.length < 16) return err('too-short');
  if (digits.length > 32) return err('too-long');
  const code = PaymentCode.safeParse(digits);
  return code.success ? ok(code.data) : err('wrong-start');
}

/** For people and logs: never more than this of a code leaves memory. */
export function tailOf(code: PaymentCode): string {
  return code.slice(-4);
}

/** What was in the code: scanners add CR, LF or Tab, and `]` with two characters comes first where AIM identifiers are on (ISO/IEC 15424). */
export function unframed(text: string): string {
  return text.replace(/[\r\n\t ]+/g, '').replace(/^\][A-Za-z][0-9A-Za-z]/, '');
}

/**
 * A number with card length and a right check digit may be a payment card. Among the starts that wallets use, only some
 * with 16 digits meet a card range; elsewhere every card-like number is refused too.
 */
function mayBeCardNumber(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || !passesLuhn(digits)) return false;
  const looksLikeWallet = /^(2[5-9]|30)/.test(digits);
  if (!looksLikeWallet) return true;
  if (digits.length !== 16) return false;
  const six = Number.parseInt(digits.slice(0, 6), 10);
  return cardRanges.some(([first, last]) => six >= first && six <= last);
}

/** The first six digits of cards with 16 that begin as a wallet's code may. */
const cardRanges = [
  [222_100, 272_099], // Mastercard, 2-series
  [300_000, 305_999], // Diners Club, over Discover: 14 or 16 digits (Vantiv, Credit Card Number Formats)
  [309_500, 309_599],
] as const;

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
