import type { PaymentRow } from '#contract';
import { assertNever, phaseOf, type Facts, type Phase } from '#payment';

import { walletOf, type StageSources } from './stage.ts';

/** One payment in the list. */
export function paymentRow(facts: Facts, { runner }: Pick<StageSources, 'runner'>): PaymentRow {
  const { intent, standing } = facts;
  const attempt = runner(intent.paymentRequestId)?.attempt;
  // The working part of an attempt is the runner's; what is decided is the journal's.
  const phase = standing.at !== 'asking' ? standing.at : attempt === undefined ? 'unsure' : phaseOf(attempt);
  return {
    paymentRequestId: intent.paymentRequestId,
    amount: intent.amount,
    state: rowState(phase),
    wallet: walletOf(facts),
    codeTail: intent.codeTail,
    startedAt: intent.wallAt,
  };
}

function rowState(phase: Phase): PaymentRow['state'] {
  switch (phase) {
    case 'voiding':
      return 'paid';
    case 'voided':
      return 'cancelled';
    case 'sent':
    case 'waiting':
    case 'shown':
    case 'unsure':
    case 'cancelling':
    case 'paid':
    case 'declined':
    case 'cancelled':
    case 'conflict':
      return phase;
    default:
      return assertNever(phase);
  }
}
