import { limitsOf, type AttemptRecord } from '#payment';

import type { Tier } from '../tier.ts';
import { foldOrNull } from './folded.ts';

/** T_deadline and T_escalate, in ms since the intent. */
export type Limits = { deadlineMs: number; escalateMs: number };

export function isOrder(record: AttemptRecord): boolean {
  return record.kind === 'pay.intent' && record.scenario === 'OrderCode';
}

/**
 * The limits of an attempt by its whole journal. A code that comes while it is being closed moves its T_escalate no more:
 * the later of what holds with the code and without it counts.
 */
export function limitsIn(tier: Tier, id: string): Limits {
  const { policy } = tier;
  const facts = foldOrNull(tier.factsOf(id));
  if (facts === null) return policy;
  const withCode = limitsOf(facts, policy);
  const without = limitsOf({ ...facts, orderCode: null }, policy);
  return { deadlineMs: withCode.deadlineMs, escalateMs: Math.max(withCode.escalateMs, without.escalateMs) };
}
