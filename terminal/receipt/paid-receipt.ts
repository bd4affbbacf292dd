import type { ReceiptDocument } from '#contract';
import { formatAmount } from '#payment';

import { centred, gap, left, pair, rule, type Line } from './lines.ts';
import type { PaidPayment } from './paid-payment.ts';
import { documentOf, languagesOf, localeOf, sandboxMark, tillPair, type Paper } from './paper.ts';
import { fullReceiptCode, receiptCheck, receiptNumberMax, shortReceiptCode, type ReceiptKey } from './receipt-code.ts';
import { receiptTime } from './receipt-time.ts';
import { inEach, nameOf } from './words.ts';

/** The receipt, and every copy of it: of a payment that is PAID, and of nothing else (V42). */
export function paidReceipt(payment: PaidPayment, paper: Paper, key: ReceiptKey): ReceiptDocument {
  const { facts, number } = payment;
  const { intent, standing } = facts;
  const { success } = standing;
  const languages = languagesOf(paper);
  const check = receiptCheck(key, payment, paper.shop.environment);
  const { timeZone } = paper.shop.paper;
  const body: Line[] = [
    ...inEach(languages, ({ paid }) => paid).map((line, index) => centred(line, index === 0 ? 'large' : 'tall')),
    ...(paper.shop.environment === 'production' ? [] : [gap, ...sandboxMark(paper).slice(0, 1)]),
    gap,
    centred(formatAmount(intent.amount, localeOf(paper)), 'large'),
    gap,
    // The brand in letters: its picture is not ours to draw.
    centred('Alipay+', 'strong'),
    ...(success.wallet === null ? [] : [pair(nameOf(languages, 'wallet'), success.wallet)]),
    pair(`${nameOf(languages, 'amount')} (${intent.amount.currency})`, formatAmount(intent.amount, localeOf(paper))),
    pair(nameOf(languages, 'time'), receiptTime(success.paidAt, timeZone)),
    pair(nameOf(languages, 'number'), String(number)),
    tillPair(paper),
    ...(intent.codeTail === null ? [] : [pair(nameOf(languages, 'codeTail'), intent.codeTail)]),
    ...wordLines(payment, paper),
    pair(nameOf(languages, 'paymentId'), success.paymentId),
    pair(nameOf(languages, 'order'), intent.paymentRequestId),
    ...(paper.copy === 0 ? [] : [pair(nameOf(languages, 'printedAt'), receiptTime(paper.printedAt, timeZone))]),
    rule,
    ...codeLines(payment, check),
    pair(nameOf(languages, 'check'), `${check.slice(0, 4)} ${check.slice(4)}`),
    ...inEach(languages, ({ keep }) => keep).map((line) => left(line)),
  ];
  return documentOf('paid', number, body, paper);
}

/** The store's word, and its colour in words: paper has none. */
function wordLines({ facts }: PaidPayment, paper: Paper): Line[] {
  const { storeWord } = facts.standing.success;
  if (storeWord === undefined) return [];
  const languages = languagesOf(paper);
  const colour = inEach(languages, ({ colours }) => colours[storeWord.colour]).join(' / ');
  return [pair(nameOf(languages, 'word'), `${storeWord.word} (${colour})`)];
}

/** By each of them the payment is found again. A number beyond what they hold is printed in digits alone. */
function codeLines({ facts, number }: PaidPayment, check: string): Line[] {
  if (number > receiptNumberMax) return [];
  const terminal = facts.intent.terminalId;
  return [
    { is: 'barcode', data: shortReceiptCode({ number, check }) },
    gap,
    { is: 'qr', data: fullReceiptCode({ number, check, terminal }), cellDots: 5, level: 'q' },
    gap,
  ];
}
