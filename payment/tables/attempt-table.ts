import type { Case } from './row.ts';
import { rowsOfCancelling } from './rows-cancelling.ts';
import { rowsOfFinal } from './rows-final.ts';
import { rowsOfInquiry } from './rows-inquiry.ts';
import { rowsOfOrder } from './rows-order.ts';
import { rowsOfPay, rowsOfRetry } from './rows-sent.ts';
import { rowsOfStop } from './rows-stop.ts';
import { rowsOfTimers } from './rows-timers.ts';
import { rowsOfVoiding } from './rows-voiding.ts';

/**
 * The state table of a payment attempt as data: RELIABILITY 5.2, 5.2b and F8 to F11 of 5.3, typed from that text and never
 * from the code that it checks.
 */
export const attemptTable: readonly Case[] = [
  ...rowsOfPay,
  ...rowsOfRetry,
  ...rowsOfInquiry,
  ...rowsOfStop,
  ...rowsOfCancelling,
  ...rowsOfFinal,
  ...rowsOfVoiding,
  ...rowsOfTimers,
  ...rowsOfOrder,
];

/** Every row that must have a case, in the order of the text. */
export const rowIds: readonly string[] = [
  ...'1 1b 2 3 4 5 6 6b 7 7b 8 9 10 11 12 13 13b 14 15 16 17 17b 17c 18 19 19b 20 21 22 22b 23 24 25 26 26b 27 28 30'
    .split(' ')
    .map((row) => `5.2/${row}`),
  ...'M1 M2 M2b M2c M3 M3b M4 M5 M5a M5b M6 M7'.split(' ').map((row) => `5.2b/${row}`),
  'F8',
  'F9',
  'F10',
  'F11',
  '5.1/poll',
  '5.1/cancel',
  '5.1/quiet',
];

/** Rows of the text that nothing here decides yet, and why. */
export const laterRows: readonly { row: string; why: string }[] = [
  {
    row: '5.2/29',
    why: 'a void by a manager comes with giving back; the backend takes a cancel of PAID by F8 already',
  },
  { row: 'F1 to F7', why: 'refunds come with giving back' },
];
