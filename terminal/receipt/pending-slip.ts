import type { ReceiptDocument } from '#contract';
import { formatAmount } from '#payment';

import { centred, gap, left, pair, rule, type Line } from './lines.ts';
import type { PendingFacts } from './paid-payment.ts';
import { documentOf, languagesOf, localeOf, tillPair, type Paper } from './paper.ts';
import { receiptTime } from './receipt-time.ts';
import { inEach, nameOf } from './words.ts';

/** V42: all that paper says of a payment whose result is not known, in these words whatever else it speaks. */
export const pendingTitle = 'RESULT PENDING – NOT A RECEIPT';

/** Has no number and no code: nothing on it can be taken for a receipt. What it was found out by is the order's id. */
export function pendingSlip({ intent }: PendingFacts, paper: Paper): ReceiptDocument {
  const languages = languagesOf(paper);
  const { timeZone } = paper.shop.paper;
  const titles = new Set([pendingTitle, ...inEach(languages, ({ pending }) => pending.title)]);
  const body: Line[] = [
    ...Array.from(titles, (title) => centred(title, 'inverse')),
    gap,
    ...inEach(languages, ({ pending }) => pending.notKnown).map((line) => left(line)),
    ...inEach(languages, ({ pending }) => pending.stillAsking).map((line) => left(line)),
    ...inEach(languages, ({ pending }) => pending.doNotPayAgain).map((line) => left(line)),
    gap,
    pair(`${nameOf(languages, 'amount')} (${intent.amount.currency})`, formatAmount(intent.amount, localeOf(paper))),
    pair(nameOf(languages, 'startedAt'), receiptTime(intent.wallAt, timeZone)),
    pair(nameOf(languages, 'printedAt'), receiptTime(paper.printedAt, timeZone)),
    tillPair(paper),
    ...(intent.codeTail === null ? [] : [pair(nameOf(languages, 'codeTail'), intent.codeTail)]),
    pair(nameOf(languages, 'order'), intent.paymentRequestId),
    rule,
    ...inEach(languages, ({ pending }) => pending.ask).map((line) => left(line)),
  ];
  return documentOf('pending', null, body, paper);
}
