import { fold, type AttemptRecord } from '#payment';

import { sealedProof } from '../client.ts';
import { sealOf, type ReplyBody } from '../messages.ts';
import type { Fact, Tier } from '../tier.ts';
import type { Evidence, Violation } from './violation.ts';

/** [V2] When an attempt begins, every earlier one of its sale took nothing. */
export function judgeSales({ tiers }: Evidence): Violation[] {
  const invited = tiers.flatMap((tier) =>
    tier.invited.map(({ at, sale, open }) => ({
      v: 'V2',
      what: `${sale} is asked for a code at ${at} while ${open} is open`,
    })),
  );
  const begun = tiers.flatMap((tier) => {
    const saleOf = new Map<string, string>();
    const standing = new Map<string, string>();
    return tier.facts.flatMap(({ at, id, record }) => {
      if (record.kind === 'void.intent') standing.set(id, 'voiding');
      if (record.kind === 'void.final') standing.set(id, record.outcome);
      if (record.kind === 'final') standing.set(id, record.outcome);
      if (record.kind !== 'pay.intent') return [];
      const earlier = [...saleOf].find(([other, sale]) => sale === record.saleId && !tookNothing(standing.get(other)));
      saleOf.set(id, record.saleId);
      standing.set(id, 'open');
      if (earlier === undefined) return [];
      return [
        { v: 'V2', what: `${tier.name} begins ${id} at ${at} while ${earlier[0]} is ${standing.get(earlier[0])}` },
      ];
    });
  });
  return [...invited, ...begun];
}

function tookNothing(standing: string | undefined): boolean {
  return standing === 'declined' || standing === 'cancelled' || standing === 'voided';
}

/** [V4] One id, one body; every id on the wire is one of the journal's. */
export function judgeBodies({ tiers }: Evidence): Violation[] {
  return tiers.flatMap((tier) => {
    const bodies = new Map<string, string>();
    return tier.sent.flatMap(({ op, id, body, number }) => {
      if (op !== 'pay') return [];
      const first = bodies.get(id) ?? body;
      bodies.set(id, first);
      if (first !== body)
        return [{ v: 'V4', what: `${tier.name} sends other bytes under ${id}, transmission ${number}` }];
      const minted = tier.facts.some((fact) => fact.id === id && fact.record.kind === 'pay.intent');
      return minted ? [] : [{ v: 'V4', what: `${tier.name} sends ${id}, which its journal never minted` }];
    });
  });
}

/** [V13] What left was durable before. */
export function judgeSends({ tiers }: Evidence): Violation[] {
  return tiers.flatMap((tier) =>
    tier.sent.flatMap(({ at, id, op, number, covered }) =>
      covered ? [] : [{ v: 'V13', what: `${tier.name} sends ${op} ${number} of ${id} at ${at}, not durable` }],
    ),
  );
}

/** [5.1] No pay leaves later than 45 s after its beginning, which was no later than its intent was durable. */
export function judgeRetries({ tiers }: Evidence): Violation[] {
  return tiers.flatMap((tier) =>
    tier.sent.flatMap(({ op, at, id, number }) => {
      const begun = tier.facts.find((fact) => fact.id === id && fact.record.kind === 'pay.intent')?.at ?? at;
      if (op !== 'pay' || at - begun - tier.machine.sleptMs <= tier.policy.payUntilMs) return [];
      return [{ v: '5.1', what: `${tier.name} sends pay ${number} of ${id} at ${at}, begun at ${begun}` }];
    }),
  );
}

/** [V33] Whatever changed an attempt answers a request of that attempt, sent by the same process, and the end is one. */
export function judgeAnswers({ tiers }: Evidence): Violation[] {
  return tiers.flatMap((tier) => [...tier.facts.flatMap((fact) => judgeFact(tier, fact)), ...judgeFolds(tier)]);
}

function judgeFact(tier: Tier, { at, id, record }: Fact): Violation[] {
  const proof = 'proof' in record ? record.proof : null;
  if (proof === null) return [];
  const what = `${tier.name} believes ${record.kind} of ${id} at ${at}`;
  const sealed = sealedProof(proof);
  if (sealOf(sealed.body, sealed.nonce) !== sealed.seal) return [{ v: 'V33', what: `${what}: its seal is broken` }];
  const reply = JSON.parse(sealed.body) as ReplyBody;
  if (sealed.id !== id || (reply.paymentRequestId ?? id) !== id)
    return [{ v: 'V33', what: `${what}: it is of another attempt` }];
  const life = tier.lives.findLast(({ from }) => from <= at);
  const asked = tier.sent.some(
    (sent) => sent.nonce === sealed.nonce && sent.id === id && sent.at <= at && sent.at >= (life?.from ?? 0),
  );
  return asked ? [] : [{ v: 'V33', what: `${what}: this process never asked for it` }];
}

function judgeFolds(tier: Tier): Violation[] {
  return tier.ids().flatMap((id) => {
    const records = tier.factsOf(id);
    try {
      fold(records);
    } catch (error) {
      return [{ v: 'V33', what: `${tier.name}, ${id}: ${error instanceof Error ? error.message : 'unreadable'}` }];
    }
    return judgeSticky(tier, id, records);
  });
}

/** R6: after a cancel was asked for, only a refusal for good lets it end as paid. */
function judgeSticky(tier: Tier, id: string, records: readonly AttemptRecord[]): Violation[] {
  const cancelled = records.findIndex(({ kind }) => kind === 'cancel.intent');
  const paid = records.findIndex((record) => record.kind === 'final' && record.outcome === 'paid');
  const refused = records.some(({ kind }) => kind === 'cancel.refused');
  if (cancelled < 0 || paid < cancelled || refused) return [];
  return [{ v: 'V25', what: `${tier.name}, ${id}: paid after a cancel was asked for that nobody refused` }];
}
