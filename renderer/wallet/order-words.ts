import type { WalletOrder } from '#contract';

import type { MarkName } from '../look/index.ts';
import type { WordKey } from './words.ts';

/** How an order looks and reads, in the history and when it is news. */
export type OrderWords = {
  mark: MarkName;
  tone: 'paid' | 'not-paid' | 'cancelled' | 'waiting';
  word: WordKey;
  reason: WordKey;
  /** The history's line; null is the merchant's name. */
  line: { key: WordKey; reason?: WordKey } | null;
};

const refusals = [
  'RISK_REJECT',
  'USER_AMOUNT_EXCEED_LIMIT',
  'USER_BALANCE_NOT_ENOUGH',
  'USER_PAYMENT_VERIFICATION_FAILED',
] as const;

export function orderWords({ state }: WalletOrder): OrderWords {
  switch (state.kind) {
    case 'asking':
      return { ...waiting, reason: 'reason.waiting', line: { key: 'reason.waiting' } };
    case 'silent':
      return { ...waiting, reason: 'reason.silent', line: { key: 'reason.silent' } };
    case 'working':
      return { ...waiting, reason: 'reason.working', line: { key: 'reason.working' } };
    case 'paid':
      return { mark: 'paid', tone: 'paid', word: 'outcome.paid', reason: 'reason.paid', line: null };
    case 'closed':
      return { ...notPaid, reason: 'reason.closed', line: { key: 'history.closed' } };
    case 'paid-by-other':
      return { ...notPaid, reason: 'reason.paidByOther', line: { key: 'history.paidByOther' } };
    case 'refused': {
      const code = refusals.find((known) => known === state.code) ?? 'other';
      return { ...notPaid, reason: `reason.${code}`, line: { key: 'history.notPaid', reason: `history.${code}` } };
    }
    case 'cancelled': {
      const how = state.gaveBack ? 'givenBack' : 'cancelled';
      return { ...cancelled, reason: `reason.${how}`, line: { key: `history.${how}` } };
    }
  }
}

const waiting = { mark: 'waiting', tone: 'waiting', word: 'ask.title' } as const;
const notPaid = { mark: 'not-paid', tone: 'not-paid', word: 'outcome.notPaid' } as const;
const cancelled = { mark: 'cancelled', tone: 'cancelled', word: 'outcome.cancelled' } as const;
