import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { advance, backendPolicy, begin, fold, phaseOf, tillPolicy, type AttemptRecord, type Step } from '#payment';

import { events } from './pairs.ts';
import { intent, orderIntent } from './starts.ts';

/** Any events in any order, some time apart. */
const walks = fc.array(
  fc.record({ event: fc.constantFrom(...events.map(({ of }) => of)), afterMs: fc.integer({ min: 0, max: 40_000 }) }),
  { maxLength: 40 },
);

const hops = [
  { hop: 'till', policy: tillPolicy, intent },
  { hop: 'backend', policy: backendPolicy, intent },
  { hop: 'till, by order code', policy: tillPolicy, intent: orderIntent },
  { hop: 'backend, by order code', policy: backendPolicy, intent: orderIntent },
] as const;

/** Walks from READY and calls `check` after every step with all records so far. */
function walk(
  { policy, intent: begins }: Pick<(typeof hops)[number], 'policy' | 'intent'>,
  steps: readonly { event: (typeof events)[number]['of']; afterMs: number }[],
  check: (step: Step, records: readonly AttemptRecord[], before: string) => void,
): void {
  const begun = begin({ type: 'scanned', intent: begins, refused: null }, policy);
  if (begun.attempt === null) throw new Error('every guard holds');
  let attempt = begun.attempt;
  const records: AttemptRecord[] = [...begun.records];
  let at = 0;
  for (const { event, afterMs } of steps) {
    at += afterMs;
    const timed = 'sentAt' in event ? { ...event, at, sentAt: Math.max(0, at - 100) } : { ...event, at };
    const before = phaseOf(attempt);
    const step = advance(attempt, timed, policy);
    records.push(...step.records);
    attempt = step.attempt;
    check(step, records, before);
  }
}

it.each(hops)('[DESIGN 3a] the journal says what advance says after any events at the $hop', (hop) => {
  const property = fc.property(walks, (steps) => {
    walk(hop, steps, (step, records) => expect(fold(records)).toEqual(step.attempt.facts));
  });
  fc.assert(property, { numRuns: 300, seed: 3 });
});

it.each(hops)('[V5][V13][R6] no events make an attempt break its word at the $hop', (hop) => {
  const property = fc.property(walks, (steps) => {
    walk(hop, steps, (step, records, before) => {
      const kinds = records.map(({ kind }) => kind);
      const pays = step.effects.flatMap((effect) => (effect.type === 'send-pay' ? [effect.number] : []));
      const cancelled = kinds.includes('cancel.intent');
      expect(kinds.filter((kind) => kind === 'final').length).toBeLessThanOrEqual(1);
      expect(step.attempt.facts.transmissions).toBeLessThanOrEqual(3);
      expect(pays.every((number) => number <= step.attempt.facts.transmissions && !cancelled)).toBe(true);
      if (phaseOf(step.attempt) === 'paid' && before !== 'paid' && before !== 'voiding')
        expect(!cancelled || kinds.includes('cancel.refused')).toBe(true);
      if (step.effects.some(({ type }) => type === 'cancel'))
        expect(cancelled || kinds.includes('void.intent')).toBe(true);
    });
  });
  fc.assert(property, { numRuns: 1_000, seed: 5 });
});

it.each(hops.filter((hop) => hop.intent.scenario === 'OrderCode'))(
  '[5.2b][V5] an order is only paid by an inquiry, and its code is never there again once it is off, at the $hop',
  (hop) => {
    const property = fc.property(walks, (steps) => {
      let wasOff = false;
      walk(hop, steps, (step, records, before) => {
        const paid = phaseOf(step.attempt) === 'paid' && before !== 'paid' && before !== 'voiding';
        if (paid) expect(step.rule).toMatch(/^5\.2(b\/M4|\/9|\/23)$/);
        const { facts, working } = step.attempt;
        const isSeen = phaseOf(step.attempt) === 'shown' && !facts.codeOff && working.code !== null;
        if (isSeen) expect(wasOff || working.recovered || working.asking !== null).toBe(false);
        wasOff ||= records.some((record) => record.kind === 'shown');
      });
    });
    fc.assert(property, { numRuns: 1_000, seed: 7 });
  },
);
