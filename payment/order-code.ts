import type { Attempt } from './attempt.ts';
import type { Effect, TimerName } from './events.ts';
import { limitsOf, type Policy } from './policy.ts';
import type { AttemptRecord } from './records.ts';

export const codeIsOff: AttemptRecord = { kind: 'shown', outcome: 'code-off' };

/** The customer can see the code, as far as this engine decides it. */
export function showsCode({ facts, working }: Attempt, policy: Policy): boolean {
  return policy.order.hideBeforeMs !== null && working.view === 'shown' && !facts.codeOff;
}

export function isOrder({ facts }: Attempt): boolean {
  return facts.intent.scenario === 'OrderCode';
}

/** From now on every limit follows the code's own expiry. */
export function timersOfCode({ facts }: Attempt, at: number, policy: Policy): Effect[] {
  const { order } = policy;
  const { deadlineMs, escalateMs } = limitsOf(facts, policy);
  const arm = (timer: TimerName, atMs: number): Effect => ({ type: 'arm', timer, afterMs: Math.max(0, atMs - at) });
  const hideAtMs = order.hideBeforeMs === null ? null : deadlineMs - order.deadlineAfterMs - order.hideBeforeMs;
  return [
    { type: 'disarm', timer: 'retry' },
    { type: 'arm', timer: 'poll', afterMs: order.pollMs },
    ...(hideAtMs === null ? [] : [arm('code-off', hideAtMs)]),
    arm('deadline', deadlineMs),
    ...(facts.escalated ? [] : [arm('escalate', escalateMs)]),
  ];
}
