import { createHmac, timingSafeEqual } from 'node:crypto';

import { err, ok, TerminalId, type Result } from '#payment';

import type { Environment } from '../settings/settings.ts';
import type { PaidPayment } from './paid-payment.ts';

/** A till's own key, 32 bytes: whoever has it can make receipts that are believed here. */
export type ReceiptKey = Uint8Array;

/** What the codes on a receipt say. `terminal`: null in the short one, whose till is the one that reads it. */
export type ReceiptCode = { number: number; check: string; terminal: TerminalId | null };

/** The largest number that fits into a code: ten digits, three hundred years of a record a second. */
export const receiptNumberMax = 9_999_999_999;

/** The longest text that is looked at, in characters. */
export const receiptCodeCharsMax = 64;

/**
 * The verification code: eight digits that nobody makes without the till's key, over all that the receipt claims (RELIABILITY, T23).
 * A guess is right once in a hundred million.
 */
export function receiptCheck(key: ReceiptKey, { facts, number }: PaidPayment, environment: Environment): string {
  const { intent, standing } = facts;
  const claims = JSON.stringify([
    'receipt-1',
    environment,
    intent.terminalId,
    number,
    intent.paymentRequestId,
    standing.success.paymentId,
    intent.amount.currency,
    intent.amount.minor,
    standing.success.paidAt,
  ]);
  const mac = createHmac('sha256', key).update(claims).digest();
  return String(mac.readBigUInt64BE(0) % checks).padStart(checkDigits, '0');
}

const checkDigits = 8;
const checks = 10n ** BigInt(checkDigits);

/** Takes as long whether the first digit differs or the last. */
export function isReceiptCheck(claimed: string, check: string): boolean {
  const [a, b] = [Buffer.from(claimed), Buffer.from(check)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * `CP`, the number in ten digits, the check in eight: twelve symbols of Code 128, which is what 58 mm have room for. Two letters at
 * its start: it can be no payment code, which is digits only, and no address. Letters and digits only: a scanner that types as a
 * keyboard of another country gets it through.
 */
export function shortReceiptCode({ number, check }: Pick<ReceiptCode, 'number' | 'check'>): string {
  if (!Number.isSafeInteger(number) || number < 1 || number > receiptNumberMax)
    throw new Error('no number of a receipt');
  return `CP${String(number).padStart(10, '0')}${check}`;
}

/** The short one and the till's name, for the QR code: of any till of the shop. */
export function fullReceiptCode(code: ReceiptCode & { terminal: TerminalId }): string {
  return `${shortReceiptCode(code)}${code.terminal}`;
}

/** Reads what a scanner or a person gave: exactly one of the two forms, or nothing. Says nothing of whether it is genuine. */
export function readReceiptCode(text: string): Result<ReceiptCode, 'not-a-receipt-code'> {
  const [, number, check, terminal] = (text.length <= receiptCodeCharsMax && form.exec(text)) || [];
  if (number === undefined || check === undefined || Number(number) === 0) return err('not-a-receipt-code');
  const till = terminal === undefined ? null : TerminalId.parse(terminal);
  return ok({ number: Number(number), check, terminal: till });
}

const form = /^CP([0-9]{10})([0-9]{8})([A-Za-z0-9]{1,24})?$/;
