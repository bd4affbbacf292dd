import type { Attempt, AttemptEvent, Facts, Policy, Step, Working } from '#payment';

import { machine, type Machine } from './check.ts';

/** A machine that is wrong in one way; the table must notice. */
export type Mutant = { row: string; wrong: string; machine: Machine };

type Advance = Machine['advance'];
type Before = { attempt: Attempt; event: AttemptEvent; policy: Policy };

/** The rows' decisions with something changed afterwards. */
export function afterwards(row: string, wrong: string, change: (step: Step, before: Before) => Step): Mutant {
  const advance: Advance = (attempt, event, policy) => {
    const step = machine.advance(attempt, event, policy);
    return step.rule === row ? change(step, { attempt, event, policy }) : step;
  };
  return { row, wrong, machine: { ...machine, advance } };
}

/** A guard that does not look: the decision is made of something else than what is there. `row` is the one that is missed. */
export function blind(row: string, wrong: string, pretend: (before: Before) => Partial<Before>): Mutant {
  const advance: Advance = (attempt, event, policy) => {
    const seen = { attempt, event, policy, ...pretend({ attempt, event, policy }) };
    return machine.advance(seen.attempt, seen.event, seen.policy);
  };
  return { row, wrong, machine: { ...machine, advance } };
}

export function noRecord(row: string): Mutant {
  return afterwards(row, 'leaves out its record', (step, { attempt }) => ({
    ...step,
    records: [],
    attempt: { ...step.attempt, facts: attempt.facts },
  }));
}

export function nothingSent(row: string): Mutant {
  const sends = new Set(['send-pay', 'inquire', 'cancel']);
  return afterwards(row, 'sends nothing', (step) => ({
    ...step,
    effects: step.effects.filter(({ type }) => !sends.has(type)),
  }));
}

export function nothingArmed(row: string): Mutant {
  return afterwards(row, 'arms no timer', (step) => ({
    ...step,
    effects: step.effects.filter(({ type }) => type !== 'arm'),
  }));
}

export function timersGoOn(row: string): Mutant {
  return afterwards(row, 'lets old timers go on', (step) => ({
    ...step,
    effects: step.effects.filter(({ type }) => type !== 'disarm-all' && type !== 'disarm'),
  }));
}

export function alsoSends(row: string, effect: Step['effects'][number]): Mutant {
  return afterwards(row, `also does ${JSON.stringify(effect)}`, (step) => ({
    ...step,
    effects: [...step.effects, effect],
  }));
}

export function endsAs(row: string, standing: Facts['standing']): Mutant {
  return afterwards(row, `ends as ${standing.at}`, (step) => ({
    ...step,
    attempt: { ...step.attempt, facts: { ...step.attempt.facts, standing } },
  }));
}

export function showsAs(row: string, view: Working['view']): Mutant {
  return afterwards(row, `is shown as ${view}`, (step) => ({ ...step, attempt: withWorking(step.attempt, { view }) }));
}

/** The whole decision is another row's: what that row would do, under this row's name. */
export function actsLike(row: string, wrong: string, event: (before: Before) => AttemptEvent): Mutant {
  return afterwards(row, wrong, (_step, before) => machine.advance(before.attempt, event(before), before.policy));
}

export function withWorking(attempt: Attempt, change: Partial<Working>): Attempt {
  return { ...attempt, working: { ...attempt.working, ...change } };
}

export function withFacts(attempt: Attempt, change: Partial<Facts>): Attempt {
  return { ...attempt, facts: { ...attempt.facts, ...change } };
}

/** Journals are read as if they had no such record. */
export function forgets(row: string, kind: string): Mutant {
  const fold: Machine['fold'] = (records) => machine.fold([...records].filter((record) => record.kind !== kind));
  return { row, wrong: `the journal is read without ${kind}`, machine: { ...machine, fold } };
}

/** READY's decisions, wrong. */
export function begun(row: string, wrong: string, begin: Machine['begin']): Mutant {
  return { row, wrong, machine: { ...machine, begin } };
}

/** The first decision after a restart, with something changed afterwards. */
export function recovered(wrong: string, change: (step: Step) => Step, row = '5.2/27'): Mutant {
  const recover: Machine['recover'] = (...given) => change(machine.recover(...given));
  return { row, wrong, machine: { ...machine, recover } };
}

/** What an attempt that nobody heard of again must never become. */
export const declinedForNothing = { at: 'declined', code: 'TIMEOUT' } as const;
