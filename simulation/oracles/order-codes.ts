import { endsCode } from '../records.ts';
import type { Fact, Tier } from '../tier.ts';
import { foldOrNull } from './folded.ts';
import { isOrder, limitsIn } from './limits.ts';
import type { Evidence, Violation } from './violation.ts';

/** M5, written down again. */
const hiddenBeforeMs = 10_000;
/** A record that the disk refused, and which is read again 2 s later. */
const tidyMs = 3_000;

/** [5.2b] What customers could see: codes of this process's own orders, one at a time, and none that is off (M4, M5, M6). */
export function judgeDisplays({ tiers }: Evidence): Violation[] {
  return tiers
    .flatMap((tier) => [
      ...tier.displayed.flatMap(({ at, id, begunHere, isOver, beside }) => {
        const says = `${tier.name} displays the code of ${id} at ${at}`;
        return [
          ...(begunHere ? [] : [`${says}, which another process began`]),
          ...(isOver ? [`${says}, which is off`] : []),
          ...(beside === null ? [] : [`${says}, and that of ${beside} is not off`]),
        ];
      }),
      ...tier.contradictions.map(({ at, what }) => `${tier.name} at ${at}: ${what}`),
    ])
    .map((what) => ({ v: '5.2b', what }));
}

/** [5.2b] The code is off, on record and for customers, before anybody is asked how it ended; nobody scans one that is off (M5a). */
export function judgeClosing({ ledger, tiers }: Evidence): Violation[] {
  return tiers.flatMap((tier) => {
    const early = tier.sent.flatMap(({ at, id, op, codeIsOff }) =>
      codeIsOff ? [] : [{ v: '5.2b', what: `${tier.name} sends ${op} of ${id} at ${at}, and its code is not off` }],
    );
    if (tier.name === 'backend') return early;
    const scanned = ledger.scans.flatMap((scan) => {
      const closing = tier.sent.find(({ id, op, fresh }) => id === scan.id && (op === 'cancel' || fresh));
      if (closing === undefined || closing.at >= scan.at) return [];
      return [{ v: '5.2b', what: `${scan.id} is scanned at ${scan.at}, and was being closed from ${closing.at} on` }];
    });
    return [...early, ...scanned];
  });
}

/** [5.2b] A code is taken off 10 s before it expires (M5). */
export function judgeHiding({ tiers, endedAtMs, slackMs }: Evidence): Violation[] {
  return tiers.flatMap((tier) =>
    tier.facts.flatMap((intent) => {
      if (!isOrder(intent.record) || !tier.displayed.some(({ id }) => id === intent.id)) return [];
      const code = foldOrNull(tier.factsOf(intent.id))?.orderCode ?? null;
      if (code === null) return [];
      // One that comes with nothing left is taken off as it comes.
      const cameAt = tier.facts.find(({ id, record }) => id === intent.id && hasCode(record))?.at ?? 0;
      const dueAt = Math.max(cameAt, intent.at + code.expiresAfterMs - hiddenBeforeMs) + tidyMs + slackMs;
      return notBy(tier, intent, dueAt, endedAtMs, (records) => records.some(endsCode))
        ? [{ v: '5.2b', what: `${tier.name} still shows the code of ${intent.id} at ${dueAt}` }]
        : [];
    }),
  );
}

/** [5.2b] A till is given the time that is left, and no code once its closing is on record (DESIGN 3b). */
export function judgeGiven({ tiers, slackMs }: Evidence): Violation[] {
  return tiers.flatMap((tier) =>
    tier.gave.flatMap(({ at, id, expiresInMs, isOver }) => {
      const gives = `${tier.name} gives the code of ${id} at ${at}`;
      if (isOver) return [{ v: '5.2b', what: `${gives}, which is being closed` }];
      const begunAt = tier.facts.find((fact) => fact.id === id)?.at ?? 0;
      const expiresAfterMs = foldOrNull(tier.factsOf(id))?.orderCode?.expiresAfterMs ?? 0;
      // After a restart the time that has passed is the wall clock's claim (R11).
      const isKnown = tier.machine.leaptAt.length === 0;
      const tooLong = expiresInMs > 0 && at + expiresInMs > begunAt + expiresAfterMs + tidyMs + slackMs;
      return isKnown && tooLong ? [{ v: '5.2b', what: `${gives} for ${expiresInMs} ms, longer than it lives` }] : [];
    }),
  );
}

/** [5.2b] One order, one code: whoever posts again gets the same. [V17] Alipay+ knows no order that the journal does not. */
export function judgeOrders({ ledger, tiers }: Evidence): Violation[] {
  const codes = tiers.flatMap((tier) => {
    const first = new Map<string, string>();
    return tier.gave.flatMap(({ at, id, code }) => {
      const known = first.get(id) ?? code;
      first.set(id, known);
      return known === code ? [] : [{ v: '5.2b', what: `${tier.name} gives another code of ${id} at ${at}` }];
    });
  });
  const backend = tiers.find(({ name }) => name === 'backend');
  const known = new Set(backend?.ids());
  const strange = ledger.ordered.filter((id) => backend !== undefined && !known.has(id));
  return [...codes, ...strange.map((id) => ({ v: 'V17', what: `Alipay+ has an order ${id} that nobody recorded` }))];
}

/** [5.2b] An order without a code is closed by its till as soon as no more transmissions are left (M3b). */
export function judgeCodeless({ tiers, endedAtMs, slackMs }: Evidence): Violation[] {
  return tiers.flatMap((tier) =>
    tier.facts.flatMap((intent) => {
      const { policy } = tier;
      if (!policy.order.closesWithoutCode || !isOrder(intent.record)) return [];
      const dueMs = policy.payUntilMs + policy.respondWithinMs + policy.askWithinMs + tidyMs + slackMs;
      return notBy(tier, intent, intent.at + dueMs, endedAtMs, (records) => records.some(endsWaiting))
        ? [
            {
              v: '5.2b',
              what: `${tier.name}: ${intent.id} has no code, and is still waited for at ${intent.at + dueMs}`,
            },
          ]
        : [];
    }),
  );
}

/** [5.1] Who began a payment closes it, or knows how it ended, by T_deadline. */
export function judgeDeadline({ tiers, endedAtMs, slackMs }: Evidence): Violation[] {
  return tiers.flatMap((tier) =>
    tier.facts.flatMap((intent) => {
      if (intent.record.kind !== 'pay.intent') return [];
      const { deadlineMs } = limitsIn(tier, intent.id);
      const dueAt = intent.at + deadlineMs + tier.policy.askWithinMs + tidyMs + slackMs;
      return notBy(tier, intent, dueAt, endedAtMs, (records) => records.some(isClosing))
        ? [{ v: '5.1', what: `${tier.name}: ${intent.id} is neither closing nor final at ${dueAt}` }]
        : [];
    }),
  );
}

/** The process that began it lived until then, and it had not come to that. */
function notBy(
  tier: Tier,
  { id, at }: Fact,
  dueAt: number,
  endedAtMs: number,
  holds: (records: readonly Fact['record'][]) => boolean,
): boolean {
  const life = tier.livesOf(id).find(({ from, to }) => from <= at && to >= at);
  if (life === undefined || Math.min(life.to, endedAtMs) <= dueAt) return false;
  return !holds(tier.facts.filter((fact) => fact.id === id && fact.at <= dueAt).map(({ record }) => record));
}

function isClosing({ kind }: Fact['record']): boolean {
  return kind === 'cancel.intent' || kind === 'final';
}

/** Its code came, it is closing, or pay was refused in a way that only an inquiry can settle (row 5). */
function endsWaiting(record: Fact['record']): boolean {
  if (record.kind !== 'evidence') return isClosing(record);
  return hasCode(record) || (record.from === 'pay' && record.says === 'failed');
}

function hasCode(record: Fact['record']): boolean {
  return record.kind === 'evidence' && record.says === 'code';
}
