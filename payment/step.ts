import type { CancelAnswer, InquiryAnswer, PayAnswer } from './answers.ts';
import type { Attempt, Working } from './attempt.ts';
import type { Effect, Elapsed } from './events.ts';
import { applyRecord } from './fold.ts';
import type { Policy } from './policy.ts';
import type { AttemptRecord } from './records.ts';

/** What an event made of an attempt. `rule` names the row of RELIABILITY's tables that decided, or why it was ignored. */
export type Step = {
  rule: string;
  records: readonly AttemptRecord[];
  attempt: Attempt;
  effects: readonly Effect[];
};

/** The facts change by records and by nothing else, so that `fold` of the journal cannot differ from them. */
export function stepBy(
  attempt: Attempt,
  rule: string,
  change: { records?: readonly AttemptRecord[]; working?: Partial<Working>; effects?: readonly Effect[] } = {},
): Step {
  const records = change.records ?? [];
  return {
    rule,
    records,
    attempt: {
      facts: records.reduce(applyRecord, attempt.facts),
      working: { ...attempt.working, ...change.working },
    },
    effects: change.effects ?? [],
  };
}

/** The pair is decided: nothing is to be done, for the reason named. */
export function ignored(attempt: Attempt, why: string): Step {
  return stepBy(attempt, `ignored/${why}`);
}

type Answered = Exclude<PayAnswer | InquiryAnswer | CancelAnswer, { kind: 'none' | 'code' }>;

export function evidenceOf(from: 'pay' | 'inquiry' | 'cancel', answer: Answered): AttemptRecord {
  return {
    kind: 'evidence',
    from,
    says: answer.kind,
    code: 'code' in answer ? answer.code : null,
    success: 'success' in answer ? answer.success : null,
    proof: answer.proof,
  };
}

/** M2: the code that came at `at`. */
export function evidenceOfCode(
  { orderCode, proof }: Extract<PayAnswer, { kind: 'code' }>,
  at: Elapsed,
  { order }: Policy,
): AttemptRecord {
  const { sha256, value, expiresInMs } = orderCode;
  const expiresAfterMs = at + Math.min(expiresInMs, order.lifeMaxMs);
  const fact = { sha256, value: order.keepsCode ? value : null, expiresAfterMs };
  return { kind: 'evidence', from: 'pay', says: 'code', code: null, success: null, orderCode: fact, proof };
}

export function finalPaid(answer: Extract<Answered, { kind: 'succeeded'; success: unknown }>, unwanted: boolean) {
  const { success, proof } = answer;
  return { kind: 'final', outcome: 'paid', unwanted, code: null, success, proof } as const;
}

export function finalDeclined(code: string, proof: Answered['proof']) {
  return { kind: 'final', outcome: 'declined', unwanted: false, code, success: null, proof } as const;
}

export function finalCancelled(proof: Answered['proof']) {
  return { kind: 'final', outcome: 'cancelled', unwanted: false, code: null, success: null, proof } as const;
}

export const disarmAll: readonly Effect[] = [{ type: 'disarm-all' }];

/** The inquiry worked and spoke of the payment: Alipay+ knows the order. */
export function knowsOrder(answer: InquiryAnswer): boolean {
  return ['succeeded', 'closed', 'failed', 'in-process', 'unsettled'].includes(answer.kind);
}

/** T_cancel: the gap before cancel number `sent` + 1. */
export function cancelGapMs(sent: number, cancellingForMs: number, policy: Policy): number {
  if (cancellingForMs >= policy.cancelLongAfterMs) return policy.cancelLongGapMs;
  return policy.cancelGapsMs[Math.min(sent, policy.cancelGapsMs.length - 1)] ?? policy.cancelLongGapMs;
}

/** T_quiet has passed between our last pay transmission and `sentAt` (R5, R7). */
export function isQuiet(working: Working, sentAt: Elapsed, policy: Policy): boolean {
  return sentAt >= working.paySentAt + policy.quietMs;
}
