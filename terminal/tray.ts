import type { TrayCard } from '#contract';
import { isOpen } from '#payment';

import { paymentRow } from './payment-row.ts';
import type { AttemptView, Ledger } from './sale/ledger.ts';
import { outcomeOf } from './sale/outcome.ts';
import { walletOf, type StageSources } from './stage.ts';

/** Cards that the tray has room for. */
export const trayMax = 20;

/** What waits in the tray: open ones first, oldest on top; then those that are known and were not touched yet. */
export function cardsOf(ledger: Ledger): AttemptView[] {
  const cards = ledger.attempts().filter(isCard);
  return [...cards.filter(({ facts }) => isOpen(facts)), ...cards.filter(({ facts }) => !isOpen(facts))];
}

/** Parked, and nobody has seen yet what became of it. */
export function isCard({ parked, acknowledged }: AttemptView): boolean {
  return parked && !acknowledged;
}

export function trayOf(sources: StageSources & { wallMs: number }): TrayCard[] {
  return cardsOf(sources.ledger)
    .slice(0, trayMax)
    .map((view) => trayCard(view, sources));
}

function trayCard(view: AttemptView, sources: StageSources & { wallMs: number }): TrayCard {
  const { intent, escalated } = view.facts;
  const outcome = outcomeOf(view.facts);
  return {
    saleId: intent.saleId,
    paymentRequestId: intent.paymentRequestId,
    amount: intent.amount,
    state: outcome ?? paymentRow(view.facts, sources).state,
    escalated,
    wallet: walletOf(view.facts),
    codeTail: intent.codeTail,
    elapsedMs: outcome === null ? elapsedOf(view, sources) : (view.tookMs ?? 0),
    finalAt: outcome === null ? null : view.finalAt,
  };
}

/** Since the payment began. */
export function elapsedOf(
  { facts }: AttemptView,
  { runner, wallMs }: Pick<StageSources, 'runner'> & { wallMs: number },
): number {
  const { intent } = facts;
  return Math.max(0, runner(intent.paymentRequestId)?.elapsedMs ?? wallMs - intent.wallAt);
}
