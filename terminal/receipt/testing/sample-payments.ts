import { fold, PayIntent, type AttemptRecord, type Facts, type Proof } from '#payment';

import { sampleSettings } from '../../settings/settings.ts';
import { isPaid, isPending, type PaidPayment, type PendingFacts } from '../paid-payment.ts';
import type { Paper, PaperShop } from '../paper.ts';

export const sampleKey = new Uint8Array(32).fill(7);

/** 2026-11-22 06:03:05 UTC. */
export const sampleAt = Date.UTC(2026, 10, 22, 6, 3, 5);

const proof: Proof = { body: '', bodySha256: '', headers: {}, covered: {} };

export function sampleIntent(change: Partial<Record<keyof PayIntent, unknown>> = {}): PayIntent {
  return PayIntent.parse({
    kind: 'pay.intent',
    paymentRequestId: 'TILL10199a1b2c3d47e8f9a0b1c2d3e4f5a6b',
    saleId: '0199a1b2c3d47e8f9a0b1c2d3e4f5a6a',
    terminalId: 'TILL1',
    amount: { currency: 'EUR', minor: 1_250 },
    scenario: 'PaymentCode',
    codeTail: '0042',
    bodyHmac: '00',
    wallAt: sampleAt - 2_000,
    ...change,
  });
}

export function factsOf(...records: AttemptRecord[]): Facts {
  const facts = fold(records);
  if (facts === null) throw new Error('no records');
  return facts;
}

type Success = { paymentId?: string; wallet?: string | null; storeWord?: unknown };

export function paidRecord(success: Success = {}): AttemptRecord {
  return {
    kind: 'final',
    outcome: 'paid',
    unwanted: false,
    code: null,
    success: {
      paymentId: '202611221940108001001887E0212345678',
      paidAt: sampleAt,
      wallet: 'GCash',
      storeWord: { word: 'anchor', colour: 'blue' },
      ...success,
    } as never,
    proof,
  };
}

export function samplePaid(intent: PayIntent = sampleIntent(), success: Success = {}, number = 1_234): PaidPayment {
  const facts = factsOf(intent, paidRecord(success));
  if (!isPaid(facts)) throw new Error('not paid');
  return { facts, number };
}

export function samplePending(intent: PayIntent = sampleIntent()): PendingFacts {
  const facts = factsOf(intent);
  if (!isPending(facts)) throw new Error('not pending');
  return facts;
}

export const sampleShop: PaperShop = {
  ...sampleSettings,
  paper: {
    timeZone: 'Asia/Singapore',
    header: ['1 Quay Road, 018956', 'Tel. +65 6123 4567'],
    footer: ['Thank you. Come again.'],
  },
};

export function samplePaper(change: Partial<Paper> = {}): Paper {
  return { shop: sampleShop, columns: 32, customerLanguage: null, copy: 0, printedAt: sampleAt + 1_000, ...change };
}

export function inLanguage(
  language: NonNullable<PaperShop['paper']['language']>,
  shop: PaperShop = sampleShop,
): PaperShop {
  return { ...shop, paper: { ...shop.paper, language } };
}

export function inProduction(shop: PaperShop = sampleShop): PaperShop {
  return { ...shop, environment: 'production' };
}
