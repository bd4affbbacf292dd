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
  const digits = cleaned(text);
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

function cleaned(text: string): string {
  // Scanners add CR, LF or Tab; with AIM identifiers on, `]` and two characters come first (ISO/IEC 15424).
  return text.replace(/[\r\n\t ]+/g, '').replace(/^\][A-Za-z][0-9A-Za-z]/, '');
}

/**
 * A number with card length and a right check digit may be a payment card. Among the starts that wallets use, only
 * 25–27 with 16 digits meet a card range (Mastercard 222100–272099); elsewhere every card-like number is refused too.
 */
function mayBeCardNumber(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || !passesLuhn(digits)) return false;
  const looksLikeWallet = /^(2[5-9]|30)/.test(digits);
  if (!looksLikeWallet) return true;
  if (digits.length !== 16) return false;
  const six = Number.parseInt(digits.slice(0, 6), 10);
  return six >= 222_100 && six <= 272_099;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
