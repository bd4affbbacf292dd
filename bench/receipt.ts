import { sampleSettings } from '#contract';
import { fold, type AttemptRecord } from '#payment';
import { transform } from 'receiptline';

import { isPaid, paidReceipt, type PaidPayment, type Paper } from '../terminal/receipt/index.ts';
import { lineOf, type Line } from './figures.ts';

const runsDefault = 1_000;
/** So that neither side is measured before its code is compiled. */
const warmUps = 300;

/** From the journal's facts of a paid payment to the bytes for its printer; the floor is ReceiptLine alone on the same document. */
export function receipt(runs = runsDefault): Promise<Line> {
  const samples: number[] = [];
  const floor: number[] = [];
  for (let run = -warmUps; run < runs; run++) {
    const payment = paidPayment(run + warmUps + 1);
    const { markup } = paidReceipt(payment, paper, key);
    const whole = (): Buffer => bytesOf(paidReceipt(payment, paper, key).markup);
    const bare = (): Buffer => bytesOf(markup);
    // Whoever comes second finds a warmer machine, and pays for the first one's litter.
    const [first, second] = run % 2 === 0 ? [timed(whole), timed(bare)] : [timed(bare), timed(whole)];
    if (run < 0) continue;
    samples.push(run % 2 === 0 ? first : second);
    floor.push(run % 2 === 0 ? second : first);
  }
  return Promise.resolve(lineOf('receipt', 'ms', samples, floor));
}

function timed(make: () => Buffer): number {
  const beganAt = performance.now();
  if (make().length === 0) throw new Error('no bytes');
  return performance.now() - beganAt;
}

/** As for an Epson on 80 mm paper. */
function bytesOf(markup: string): Buffer {
  return Buffer.from(transform(markup, { cpl: paper.columns, command: 'epson', encoding: 'multilingual' }), 'latin1');
}

const key = new Uint8Array(32).fill(1);

const paper: Paper = {
  shop: { ...sampleSettings, paper: { timeZone: 'Europe/Berlin', footer: ['Thank you. Come again.'] } },
  columns: 48,
  customerLanguage: null,
  copy: 0,
  printedAt: 0,
};

/** Each is another one: nothing of it is kept from the one before. */
function paidPayment(number: number): PaidPayment {
  const id = String(number).padStart(32, '0');
  const proof = { body: '', bodySha256: '', headers: {}, covered: {} };
  const records = [
    {
      kind: 'pay.intent',
      paymentRequestId: `TILL1${id}`,
      saleId: id,
      terminalId: 'TILL1',
      amount: { currency: 'EUR', minor: number },
      scenario: 'PaymentCode',
      codeTail: '0042',
      bodyHmac: '',
      wallAt: number,
    },
    {
      kind: 'final',
      outcome: 'paid',
      unwanted: false,
      code: null,
      success: { paymentId: `2026${id}`, paidAt: number * 1_000, wallet: 'GCash' },
      proof,
    },
  ];
  const facts = fold(records as AttemptRecord[]);
  if (facts === null || !isPaid(facts)) throw new Error('the payment is not paid');
  return { facts, number };
}
