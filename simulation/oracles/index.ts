import { judgeAnswers, judgeBodies, judgeRetries, judgeSales, judgeSends } from './journal.ts';
import { judgeCancels, judgeEscalation, judgeNotExist } from './liveness.ts';
import { judgeCaptures, judgeScreens } from './money.ts';
import type { Evidence, Violation } from './violation.ts';

export type { Evidence, Violation } from './violation.ts';

const oracles = [
  judgeCaptures,
  judgeScreens,
  judgeSales,
  judgeBodies,
  judgeSends,
  judgeRetries,
  judgeAnswers,
  judgeEscalation,
  judgeCancels,
  judgeNotExist,
];

/** Every invariant that did not hold. */
export function judge(evidence: Evidence): Violation[] {
  return oracles.flatMap((oracle) => oracle(evidence));
}
