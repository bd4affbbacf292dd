import type { ShownCode, Stage } from '#contract';
import { limitsOf, phaseOf, type AttemptRunner, type Facts, type PaymentRequestId, type Policy } from '#payment';

import type { AttemptView, Ledger } from './sale/ledger.ts';
import { outcomeOf, type OutcomeKind } from './sale/outcome.ts';

export type StageSources = {
  ledger: Ledger;
  policy: Policy;
  bootId: string;
  /** Nothing can be recorded any more, so nobody follows what is open until the next process does. */
  failed: boolean;
  /** The wallet that this payment's code probably is of. */
  walletGuess(id: PaymentRequestId): string | null;
  runner(id: PaymentRequestId): AttemptRunner | undefined;
};

/**
 * What the work pane shows, one thing at a time: the payment that was begun here, then outcomes that nobody has
 * dismissed (the gravest, then the newest), then payments found open at the start, then the sale that waits for a code.
 * What is parked is in the tray, whatever becomes of it.
 */
export function stageOf(sources: StageSources): Stage {
  const { ledger, bootId } = sources;
  const open = ledger.openOnPane().toReversed().sort(byGravity);
  const begunHere = open.find((attempt) => attempt.bootId === bootId);
  const shown = begunHere ?? toDismiss(ledger) ?? open[0];
  if (shown !== undefined) return stageOfAttempt(shown, sources);
  const sale = ledger.saleToScan();
  return sale === undefined ? { at: 'idle' } : { at: 'scan', saleId: sale.saleId, amount: sale.amount };
}

function byGravity(a: AttemptView, b: AttemptView): number {
  return Number(b.facts.escalated) - Number(a.facts.escalated);
}

const gravest: readonly OutcomeKind[] = ['conflict', 'paid-unwanted'];

function toDismiss(ledger: Ledger): AttemptView | undefined {
  const waiting = ledger
    .attempts()
    .toReversed()
    .filter(({ facts, acknowledged, parked }) => outcomeOf(facts) !== null && !acknowledged && !parked);
  for (const kind of gravest) {
    const grave = waiting.find(({ facts }) => outcomeOf(facts) === kind);
    if (grave !== undefined) return grave;
  }
  return waiting[0];
}

function stageOfAttempt(view: AttemptView, sources: StageSources): Stage {
  const { intent, standing } = view.facts;
  const outcome = outcomeOf(view.facts);
  if (outcome !== null) return outcomeStage(view, outcome, view.bootId !== sources.bootId);
  const runner = sources.runner(intent.paymentRequestId);
  const common = {
    saleId: intent.saleId,
    paymentRequestId: intent.paymentRequestId,
    amount: intent.amount,
    scenario: intent.scenario,
    codeTail: intent.codeTail,
    elapsedMs: Math.max(0, runner?.elapsedMs ?? 0),
    escalated: view.facts.escalated,
    recovered: view.bootId !== sources.bootId,
  };
  if (standing.at === 'cancelling') return { ...common, at: 'cancelling', by: standing.by };
  // No runner yet: it is being handed to the wire just now.
  const phase = runner === undefined ? (common.recovered ? 'unsure' : 'sent') : phaseOf(runner.attempt);
  return {
    ...common,
    at: 'asking',
    phase: phase === 'sent' || phase === 'waiting' || phase === 'shown' ? phase : 'unsure',
    orderCode: shownCode(view, runner, sources),
    deadlineMs: limitsOf(view.facts, sources.policy).deadlineMs,
    closing: runner?.attempt.working.asking ?? null,
    usual: sources.ledger.durations.usual(sources.walletGuess(intent.paymentRequestId)),
  };
}

/** The code, while this process has it and stands behind it: a restart forgets it (M6). */
function shownCode(
  { facts }: AttemptView,
  runner: AttemptRunner | undefined,
  { policy: { order }, failed }: StageSources,
): ShownCode | null {
  if (runner === undefined || facts.orderCode === null || phaseOf(runner.attempt) !== 'shown') return null;
  const { code, orderKnownAt } = runner.attempt.working;
  if (code === null || facts.codeOff || failed) return { isOn: false };
  const offAtMs = facts.orderCode.expiresAfterMs - (order.hideBeforeMs ?? 0);
  const leftMs = Math.max(0, offAtMs - runner.elapsedMs);
  return { isOn: true, value: code, leftMs, lifeMs: Math.max(leftMs, offAtMs - (orderKnownAt ?? 0)) };
}

function outcomeStage(view: AttemptView, outcome: OutcomeKind, recovered: boolean): Stage {
  const { intent, standing, successSeen } = view.facts;
  return {
    at: 'outcome',
    saleId: intent.saleId,
    paymentRequestId: intent.paymentRequestId,
    amount: intent.amount,
    codeTail: intent.codeTail,
    outcome,
    code: standing.at === 'declined' ? standing.code : null,
    moneyGoesBack: outcome === 'cancelled' && successSeen !== null,
    wallet: walletOf(view.facts),
    scenario: intent.scenario,
    atLastSecond: outcome === 'paid' && view.facts.codeOff,
    storeWord: outcome === 'paid' && standing.at === 'paid' ? (standing.success.storeWord ?? null) : null,
    finalAt: view.finalAt ?? intent.wallAt,
    recovered,
  };
}

/** The wallet's name as its success gave it. */
export function walletOf({ standing, successSeen }: Facts): string | null {
  const success = 'success' in standing ? standing.success : successSeen;
  return success?.wallet ?? null;
}
