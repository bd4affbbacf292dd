import { expect, it } from 'vitest';

import { advance, backendPolicy, fold, phaseOf, tillPolicy, type Policy } from '#payment';

import { rowIds } from './attempt-table.ts';
import { ignoredAtBackend, ignoredAtTill, ignoredPairs, type IgnoredPairs } from './ignored-pairs.ts';
import { events, states } from './pairs.ts';
import type { Start } from './starts.ts';

const hops = [
  { hop: 'till', policy: tillPolicy, ignored: [...ignoredPairs, ...ignoredAtTill] },
  { hop: 'backend', policy: backendPolicy, ignored: [...ignoredPairs, ...ignoredAtBackend] },
] as const;

function stepsOf(policy: Policy) {
  return states.flatMap((state) =>
    events.map((event) => {
      const { facts, working, history } = state.of;
      const step = advance({ facts, working }, event.of, policy);
      return { pair: `${state.name} ← ${event.name}`, step, before: { facts, working }, history };
    }),
  );
}

function listed(ignored: readonly IgnoredPairs[]): string[] {
  return ignored.flatMap(({ states: of, events: by, why }) =>
    of.flatMap((state) => by.map((event) => `${state} ← ${event}: ignored/${why}`)),
  );
}

function refusedForGood({ facts }: Start): boolean {
  return facts.standing.at === 'cancelling' && facts.standing.refusedForGood !== null;
}

it.each(hops)(
  `[5.2] decides all ${states.length * events.length} pairs at the $hop by a row or by name`,
  ({ policy }) => {
    const known = new Set(rowIds);
    const undecided = stepsOf(policy).filter(({ step }) => !known.has(step.rule) && !step.rule.startsWith('ignored/'));
    expect(undecided.map(({ pair, step }) => `${pair}: ${step.rule}`)).toEqual([]);
  },
);

it.each(hops)(
  '[5.2] ignores at the $hop exactly the pairs that are listed, for the reason listed',
  ({ policy, ignored }) => {
    const steps = stepsOf(policy).filter(({ step }) => step.rule.startsWith('ignored/'));
    const found = [...new Set(steps.map(({ pair, step }) => `${pair}: ${step.rule}`))];
    expect(found.sort()).toEqual(listed(ignored).sort());
  },
);

it.each(hops)('[5.2] changes, records and sends nothing at the $hop where it ignores', ({ policy }) => {
  for (const { step, before } of stepsOf(policy).filter((one) => one.step.rule.startsWith('ignored/')))
    expect({ ...step, rule: '' }).toEqual({ rule: '', records: [], attempt: before, effects: [] });
});

it.each(hops)('[DESIGN 3a] what the journal says is what advance says, for every pair at the $hop', ({ policy }) => {
  for (const { step, history } of stepsOf(policy))
    expect(fold([...history, ...step.records])).toEqual(step.attempt.facts);
});

it.each(hops)('[V5][V6] only evidence and nothing else ends an attempt at the $hop', ({ policy }) => {
  for (const { pair, step, before } of stepsOf(policy)) {
    const changed = phaseOf(step.attempt) !== phaseOf(before);
    if (!changed || !['paid', 'declined', 'cancelled', 'voided'].includes(phaseOf(step.attempt))) continue;
    const proven = step.records.some((record) => 'proof' in record && record.proof !== null);
    expect(proven, pair).toBe(true);
  }
});

it.each(hops)(
  '[R6] CANCELLING never turns into PAID at the $hop unless the cancel was refused for good',
  ({ policy }) => {
    for (const state of states.filter(({ of }) => of.facts.standing.at === 'cancelling' && !refusedForGood(of)))
      for (const event of events) {
        const step = advance({ facts: state.of.facts, working: state.of.working }, event.of, policy);
        expect(phaseOf(step.attempt), `${state.name} ← ${event.name}`).not.toBe('paid');
      }
  },
);
