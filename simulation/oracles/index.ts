import { judgeAnswers, judgeBodies, judgeRetries, judgeSales, judgeSends } from './journal.ts';
import { judgeInquiries } from './inquiries.ts';
import { judgeBoots, judgeCancels, judgeEscalation, judgeNotExist } from './liveness.ts';
import { judgeCaptures, judgeScreens } from './money.ts';
import {
  judgeClosing,
  judgeCodeless,
  judgeDeadline,
  judgeDisplays,
  judgeGiven,
  judgeHiding,
  judgeOrders,
} from './order-codes.ts';
import { judgeAcknowledged, judgeHints, judgeLate } from './told.ts';
import type { Evidence, Violation } from './violation.ts';

export { mostAsked } from './inquiries.ts';
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
  judgeBoots,
  judgeInquiries,
  judgeDisplays,
  judgeClosing,
  judgeHiding,
  judgeGiven,
  judgeOrders,
  judgeCodeless,
  judgeDeadline,
  judgeHints,
  judgeAcknowledged,
  judgeLate,
];

/** Every invariant that did not hold. */
export function judge(evidence: Evidence): Violation[] {
  return oracles.flatMap((oracle) => oracle(evidence));
}
