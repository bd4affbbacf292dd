import type { Fact, Life, Tier } from '../tier.ts';
import type { ReplyBody } from '../messages.ts';
import { limitsIn } from './limits.ts';
import type { Evidence, Violation } from './violation.ts';

/** Answers may take as long as T_resp before the next try is planned. */
const answerMs = 10_000;
/** A backend whose ledger refused a record reads it again 2 s later. */
const tidyMs = 3_000;

/** [V24] Known or escalated within 90 s (an order code: 30 s after its expiry), and final when the world has been well for 15 min. */
export function judgeEscalation(evidence: Evidence): Violation[] {
  const { tiers, endedAtMs, healAtMs, slackMs } = evidence;
  return tiers.flatMap((tier) => {
    const late = tier.facts.flatMap((fact) =>
      fact.record.kind === 'pay.intent' ? judgeOne(tier, fact, evidence) : [],
    );
    if (endedAtMs < healAtMs + 900_000 + slackMs) return late;
    return [
      ...late,
      ...[...tier.open].map((id) => ({ v: 'V24', what: `${tier.name}: ${id} is still open at the end` })),
    ];
  });
}

function judgeOne(tier: Tier, intent: Fact, { endedAtMs, slackMs }: Evidence): Violation[] {
  const known = tier.facts.find(
    ({ id, record }) => id === intent.id && (record.kind === 'escalated' || record.kind === 'final'),
  );
  const { escalateMs, deadlineMs } = limitsIn(tier, intent.id);
  // R11: after a restart no more than T_deadline counts as passed, so a late start has the rest still before it; and when
  // the wall clock has leapt, nothing may count.
  const countsMs = tier.machine.leaptAt.length > 0 ? 0 : deadlineMs;
  const due = (life: Life): number =>
    Math.max(intent.at + escalateMs, life.from > intent.at ? life.from + escalateMs - countsMs : 0) + slackMs + tidyMs;
  const missed = tier.livesOf(intent.id).find((life) => {
    const dueAt = due(life);
    return life.to > dueAt && endedAtMs > dueAt && life.to > intent.at && (known === undefined || known.at > dueAt);
  });
  if (missed === undefined) return [];
  return [{ v: 'V24', what: `${tier.name}: ${intent.id} is neither known nor escalated at ${due(missed)}` }];
}

/** [V28] Whatever the wall clock says, a start cancels what it found open no later than T_deadline after it. */
export function judgeBoots({ tiers, endedAtMs, slackMs }: Evidence): Violation[] {
  return tiers.flatMap((tier) =>
    tier.facts.flatMap(({ at, id, record }) => {
      if (record.kind !== 'pay.intent') return [];
      const closing = tier.facts.find(
        (fact) => fact.id === id && (fact.record.kind === 'cancel.intent' || fact.record.kind === 'final'),
      );
      const dueAt = (life: Life): number =>
        life.from + limitsIn(tier, id).deadlineMs + tier.policy.askWithinMs + tidyMs + slackMs;
      const late = tier
        .livesOf(id)
        .find((life) => life.from > at && Math.min(life.to, endedAtMs, closing?.at ?? endedAtMs) > dueAt(life));
      if (late === undefined) return [];
      return [{ v: 'V28', what: `${tier.name}: ${id} is neither closing nor final at ${dueAt(late)}` }];
    }),
  );
}

/** [V25] A cancel that was asked for is sent, and sent again, until it is answered for good. */
export function judgeCancels({ tiers, endedAtMs, slackMs }: Evidence): Violation[] {
  return tiers.flatMap((tier) =>
    tier.facts.flatMap(({ at, id, record }) => {
      if (record.kind !== 'cancel.intent') return [];
      const done = tier.facts.find(
        (fact) =>
          fact.id === id && fact.at >= at && (fact.record.kind === 'final' || fact.record.kind === 'cancel.refused'),
      );
      const until = Math.min(done?.at ?? Number.POSITIVE_INFINITY, endedAtMs);
      return tier
        .livesOf(id)
        .flatMap((life) => judgeLife(tier, id, Math.max(at, life.from), Math.min(life.to, until), slackMs));
    }),
  );
}

function judgeLife(tier: Tier, id: string, from: number, to: number, slackMs: number): Violation[] {
  const { cancelLongAfterMs, cancelLongGapMs, cancelGapsMs } = tier.policy;
  let last = from;
  let allowedMs = tidyMs + slackMs;
  const sends = tier.sent.flatMap((sent) =>
    sent.op === 'cancel' && sent.id === id && sent.at >= from && sent.at <= to ? [sent.at] : [],
  );
  for (const at of [...sends, to]) {
    if (at - last > allowedMs)
      return [{ v: 'V25', what: `${tier.name}: ${id} is to be cancelled, and nothing was sent from ${last} to ${at}` }];
    last = at;
    const longest = at - from + answerMs >= cancelLongAfterMs ? cancelLongGapMs : Math.max(...cancelGapsMs);
    allowedMs = longest + answerMs + tidyMs + slackMs;
  }
  return [];
}

/** [V26] "No such order" says "not paid" only after a cancel, and 120 s after the last pay that we sent. */
export function judgeNotExist({ tiers }: Evidence): Violation[] {
  return tiers.flatMap((tier) =>
    tier.facts.flatMap(({ at, id, record }) => {
      if (record.kind !== 'final' || record.outcome !== 'declined' || record.proof === null) return [];
      const { result } = JSON.parse(record.proof.body) as ReplyBody;
      if (result.resultCode !== 'ORDER_NOT_EXIST') return [];
      const cancelled = tier.sent.some((sent) => sent.id === id && sent.op === 'cancel' && sent.at <= at);
      const paySentAt = tier.sent.findLast((sent) => sent.id === id && sent.op === 'pay')?.at ?? 0;
      if (cancelled && at - paySentAt >= 120_000) return [];
      return [{ v: 'V26', what: `${tier.name}: ${id} is called not paid at ${at}, pay sent at ${paySentAt}` }];
    }),
  );
}
