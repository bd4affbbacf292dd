import type { Facts, PaymentRequestId } from '#payment';

import type { NewEntry } from './ports/journal.ts';
import { closing } from './sale/desk.ts';
import type { AttemptView, Ledger } from './sale/ledger.ts';
import { outcomeOf } from './sale/outcome.ts';

/** T_watch: how long a late success may still come (Alipay+ resends notifications for 24 h 22 m). */
const watchMs = 90_000_000;

/** What a start has to do about what the journal left open (RELIABILITY 5.4). */
export type ResumePlan = {
  /** Written before anything else happens. */
  records: readonly NewEntry[];
  /** Taken up again: asked about or cancelled. */
  attempts: readonly Facts[];
  /** Final ones whose late success was on record, and nothing had come of it yet (row 26). */
  late: readonly PaymentRequestId[];
  /** Outcomes that nobody has dismissed. */
  toTell: readonly PaymentRequestId[];
  /** Something is open that this version cannot take up. */
  unfinished: boolean;
};

export function resumeFrom(ledger: Ledger, bootId: string, wallMs: number): ResumePlan {
  const attempts = ledger.attempts();
  const late = attempts.filter((attempt) => isWatched(attempt, wallMs));
  return {
    records: [
      { sale: null, attempt: null, actor: 'host', record: { kind: 'boot', bootId } },
      ...ledger
        .openSales()
        .flatMap(({ saleId, attempts: ids }) => (isWaiting(ledger, ids) ? [closing(saleId, 'restart')] : [])),
    ],
    attempts: [...ledger.openAttempts(), ...late].map(({ facts }) => facts),
    late: late.map(idOf),
    toTell: attempts.filter(({ facts, acknowledged }) => outcomeOf(facts) !== null && !acknowledged).map(idOf),
    unfinished: ledger.unknownKinds.size > 0 || attempts.some(({ facts }) => facts.standing.at === 'voiding'),
  };
}

/** The sale waited for a code: the customer who was to show it may be gone. */
function isWaiting(ledger: Ledger, ids: readonly PaymentRequestId[]): boolean {
  return ids.every((id) => ledger.attempt(id)?.acknowledged ?? true);
}

function isWatched({ facts, finalAt, lateSuccess }: AttemptView, wallMs: number): boolean {
  const saysNo = facts.standing.at === 'declined' || facts.standing.at === 'cancelled';
  return saysNo && lateSuccess && finalAt !== null && wallMs - finalAt < watchMs;
}

function idOf({ facts }: AttemptView): PaymentRequestId {
  return facts.intent.paymentRequestId;
}
