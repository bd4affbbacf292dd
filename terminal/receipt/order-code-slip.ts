import type { ReceiptDocument } from '#contract';
import { err, formatAmount, ok, type EpochMs, type Result } from '#payment';

import { centred, gap, left, pair, type Line } from './lines.ts';
import type { PendingFacts } from './paid-payment.ts';
import { documentOf, languagesOf, localeOf, tillPair, type Paper } from './paper.ts';
import { qrCellDots } from './qr-size.ts';
import { receiptClock, receiptTime } from './receipt-time.ts';
import { filled, inEach, nameOf } from './words.ts';

/** `code`: what the customer scans. `endsAt`: when it is taken off, by the wall clock. */
export type OrderOnPaper = { facts: PendingFacts; code: string; endsAt: EpochMs };

/**
 * An order's code where no screen can show it. It is never made again for another printing: who closes the payment takes it off
 * a screen, and off paper nobody can. `no-room`: this paper is too narrow for it.
 */
export function orderCodeSlip(
  { facts, code, endsAt }: OrderOnPaper,
  paper: Paper,
): Result<ReceiptDocument, 'no-room' | 'not-printable'> {
  if (!/^[\x21-\x7e]+$/.test(code)) return err('not-printable');
  const cellDots = qrCellDots(code.length, paper.columns, 6);
  if (cellDots === null) return err('no-room');
  const { amount, paymentRequestId } = facts.intent;
  const languages = languagesOf(paper);
  const { timeZone } = paper.shop.paper;
  const ends = receiptClock(endsAt, timeZone);
  const body: Line[] = [
    ...inEach(languages, ({ orderCode }) => orderCode.title).map((line) => centred(line, 'tall')),
    centred(formatAmount(amount, localeOf(paper)), 'large'),
    ...inEach(languages, ({ orderCode }) => orderCode.notPaid).map((line) => centred(line, 'inverse')),
    gap,
    { is: 'qr', data: code, cellDots, level: 'm' },
    gap,
    ...inEach(languages, ({ orderCode }) => orderCode.scan).map((line) => left(line)),
    ...inEach(languages, ({ orderCode }) => filled(orderCode.ends, { time: ends })).map((line) => left(line)),
    ...inEach(languages, ({ orderCode }) => orderCode.noReceipt).map((line) => left(line)),
    gap,
    pair(nameOf(languages, 'printedAt'), receiptTime(paper.printedAt, timeZone)),
    tillPair(paper),
    pair(nameOf(languages, 'order'), paymentRequestId),
  ];
  return ok(documentOf('order-code', null, body, paper));
}
