import type { AttemptRecord } from '#payment';

import { saysSuccess } from '../records.ts';
import type { Fact, Life, Tier } from '../tier.ts';
import type { Evidence, Violation } from './violation.ts';

/** Row 26: an answer may be 40 s old and a read 5 s, so the late inquiry waits. */
const lateAfterMs = 30_000;
const lateTriesMax = 8;
const tidyMs = 3_000;
const answering = new Set(['succeeded', 'closed', 'failed', 'in-process', 'unsettled']);

/** [V31] Whatever was told and taken down was told by whom it must be, about this attempt and its amount. */
export function judgeHints({ tiers }: Evidence): Violation[] {
  return tiers.flatMap((tier) =>
    tier.facts.flatMap((fact, index) => {
      const { at, id, record } = fact;
      if (record.kind !== 'hint') return [];
      const told = tier.told.some(
        (told) => told.genuine && told.id === id && told.says === record.says && told.at <= at,
      );
      // A start takes up what was told before it (5.4).
      const before = tier.facts.slice(0, index).some((earlier) => earlier.id === id && saysSuccess(earlier.record));
      if (told || (record.says === 'succeeded' && before)) return [];
      return [
        { v: 'V31', what: `${tier.name} takes down at ${at} that ${id} ${record.says}, which nobody may have told it` },
      ];
    }),
  );
}

/** [V15] A success that was acknowledged, and so is not told again, was on record before. */
export function judgeAcknowledged({ tiers }: Evidence): Violation[] {
  return tiers.flatMap((tier) =>
    tier.acknowledged.flatMap(({ at, id, says, recorded }) =>
      recorded ? [] : [{ v: 'V15', what: `${tier.name} acknowledges at ${at} that ${id} ${says}, not on record` }],
    ),
  );
}

/** [V32] After a final that says no: one late inquiry, not before 30 s have passed; only its S/S makes a conflict, and nothing else shows. */
export function judgeLate(evidence: Evidence): Violation[] {
  return evidence.tiers.flatMap((tier) =>
    tier.facts.flatMap(({ at, id, record }) =>
      saysNo(record) ? judgeAfterNo(tier, { at, id, record }, evidence) : [],
    ),
  );
}

function judgeAfterNo(tier: Tier, final: Fact & { record: No }, evidence: Evidence): Violation[] {
  const { id, at } = final;
  const what = (said: string): Violation => ({ v: 'V32', what: `${tier.name}, ${id}, final since ${at}: ${said}` });
  const flip = tier.shown.find(
    (shown) =>
      shown.id === id && shown.at >= at && shown.shows !== final.record.outcome && !isAfterConflict(tier, id, shown.at),
  );
  if (flip !== undefined) return [what(`shows ${flip.shows} at ${flip.at}`)];
  return tier.livesOf(id).flatMap((life) => (life.to <= at ? [] : judgeLife(tier, final, life, evidence).map(what)));
}

/** What one process did about one attempt after its final. */
function judgeLife(tier: Tier, { id, at: finalAt }: Fact, life: Life, { endedAtMs, slackMs }: Evidence): string[] {
  const from = Math.max(finalAt, life.from);
  // Another life opened the conflict: from then on a void asks, and nothing is late.
  const isConflict = tier.facts.some(({ id: of, at, record }) => of === id && record.kind === 'conflict' && at <= from);
  if (isConflict) return [];
  // By their order: a final and what follows it may be of the same millisecond.
  const after = tier.facts.findIndex((fact) => fact.id === id && fact.record.kind === 'final');
  const later = tier.facts.filter(
    (fact, index) => index > after && fact.id === id && fact.at >= from && fact.at <= life.to,
  );
  const conflict = later.find(({ record }) => record.kind === 'conflict');
  const until = Math.min(conflict?.at ?? life.to, life.to);
  const reason = later.find(({ record }) => saysSuccess(record));
  const asked = tier.sent.filter(
    (sent) => sent.op === 'inquire' && sent.id === id && sent.at > from && sent.at <= until,
  );
  const heard = tier.learnt.filter(({ at, nonce }) => at <= life.to && asked.some((sent) => sent.nonce === nonce));
  const answer = heard.find(({ kind }) => answering.has(kind));

  if (conflict !== undefined && heard.every(({ kind }) => kind !== 'succeeded'))
    return ['a conflict that no late S/S opened'];
  const [first] = asked;
  if (reason === undefined) return first === undefined ? [] : [`asked at ${first.at} without any reason`];
  if (first !== undefined && first.at < reason.at + lateAfterMs - 1) return [`asked too soon, at ${first.at}`];
  if (asked.length > lateTriesMax) return [`asked ${asked.length} times`];
  if (answer !== undefined && asked.some((sent) => sent.at > answer.at + slackMs))
    return ['asked again after an answer'];
  // Where the wall clock was set back, what a life before asked counts as asked just now (5.1): the gate opens a minute later.
  const gateMs = tier.machine.leaptAt.some((at) => at <= life.to) ? 60_000 + lateAfterMs : 0;
  const dueAt = reason.at + lateAfterMs + gateMs + tidyMs + slackMs;
  if (first === undefined && Math.min(life.to, endedAtMs) > dueAt) return [`not asked by ${dueAt}`];
  return [];
}

function isAfterConflict(tier: Tier, id: string, at: number): boolean {
  return tier.facts.some((fact) => fact.id === id && fact.record.kind === 'conflict' && fact.at <= at);
}

type No = Extract<AttemptRecord, { kind: 'final' }>;

function saysNo(record: AttemptRecord): record is No {
  return record.kind === 'final' && record.outcome !== 'paid';
}
