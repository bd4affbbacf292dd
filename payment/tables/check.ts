import {
  advance,
  backendPolicy,
  begin,
  fold,
  phaseOf,
  recover,
  tillPolicy,
  type Attempt,
  type Effect,
  type Policy,
  type TimerName,
} from '#payment';

import { attemptTable } from './attempt-table.ts';
import { everyTimer, type Case, type Send } from './row.ts';
import { rowsOfReady, rowsOfRestart, type ReadyCase, type RestartCase } from './rows-ready.ts';
import type { Start } from './starts.ts';

/** What is checked against the table; the tests of the tests put broken ones in its place. */
export type Machine = { advance: typeof advance; begin: typeof begin; recover: typeof recover; fold: typeof fold };

export const machine: Machine = { advance, begin, recover, fold };

export type Finding = { row: string; when: string; problem: string };

export type Report = { findings: Finding[]; rowsHit: ReadonlySet<string>; cases: number };

const policies = { till: tillPolicy, backend: backendPolicy };

/** Runs every case of the table, from each of its states, under each of its policies. */
export function checkTable(of: Machine): Report {
  const findings: Finding[] = [];
  const rowsHit = new Set<string>();
  let cases = 0;
  const take = (row: string, when: string, hit: string, problems: readonly string[]): void => {
    cases += 1;
    if (hit === row) rowsHit.add(row);
    for (const problem of problems) findings.push({ row, when, problem });
  };
  for (const [name, policy] of Object.entries(policies)) {
    for (const one of attemptTable.filter(({ policy: only }) => only === 'both' || only === name))
      for (const start of one.from) {
        const { rule, problems } = caught(() => checkCase(one, start, policy, of));
        take(one.row, `${name}: ${start.name}: ${one.when}`, rule === one.decidedBy ? one.row : rule, problems);
      }
    for (const one of rowsOfReady) {
      const { rule, problems } = caught(() => checkReady(one, policy, of));
      take(one.row, `${name}: ${one.when}`, rule, problems);
    }
    for (const one of rowsOfRestart)
      for (const start of one.from) {
        const { problems } = caught(() => checkRestart(one, start, policy, of));
        take(one.row, `${name}: ${start.name}: ${one.when}`, one.row, problems);
      }
  }
  return { findings, rowsHit, cases };
}

type Checked = { rule: string; problems: string[] };

function caught(check: () => Checked): Checked {
  try {
    return check();
  } catch (error) {
    return { rule: '', problems: [`throws ${String(error)}`] };
  }
}

function checkCase(one: Case, start: Start, policy: Policy, of: Machine): Checked {
  const before: Attempt = { facts: start.facts, working: start.working };
  const step = of.advance(before, one.event, policy);
  const to = one.to === 'same' ? phaseOf(before) : one.to;
  const fired = one.event.type === 'timer' ? one.event.timer : null;
  const running = timersAfter(
    step.effects,
    everyTimer.filter((name) => name !== fired),
  );
  const armed = timersAfter(step.effects, []);
  const problems = [
    ...differs('rule', step.rule, one.decidedBy ?? one.row),
    ...differs(
      'records',
      step.records.map(({ kind }) => kind),
      one.records.map(({ kind }) => kind),
    ),
    ...one.records.flatMap((record, at) => lacks(`record ${record.kind}`, step.records[at], record)),
    ...differs('sends', sendsOf(step.effects), one.sends),
    ...Object.entries(one.arms ?? {}).flatMap(([name, ms]) =>
      differs(`timer ${name}`, armed.get(name as TimerName), ms),
    ),
    ...(one.ends ?? []).filter((name) => running.has(name)).map((name) => `timer ${name} goes on`),
    ...differs('state', phaseOf(step.attempt), to),
    ...differs('facts', step.attempt.facts, { ...start.facts, ...one.facts }),
    ...lacks('working part', step.attempt.working, one.working ?? {}),
    ...differs('facts of the journal before', of.fold(start.history), start.facts),
    ...differs('facts of the journal', of.fold([...start.history, ...step.records]), step.attempt.facts),
  ];
  return { rule: step.rule, problems };
}

function checkReady(one: ReadyCase, policy: Policy, of: Machine): Checked {
  const step = of.begin(one.event, policy);
  const to = step.attempt === null ? 'READY' : phaseOf(step.attempt);
  const armed = Object.fromEntries(timersAfter(step.effects, []));
  const problems = [
    ...differs('rule', step.rule, one.row),
    ...differs(
      'records',
      step.records.map(({ kind }) => kind),
      one.records,
    ),
    ...differs('sends', sendsOf(step.effects), one.sends),
    ...lacks('timers', armed, one.arms(policy)),
    ...differs('state', to, one.to),
    ...differs('facts of the journal', of.fold(step.records), step.attempt?.facts ?? null),
  ];
  return { rule: step.rule, problems };
}

function checkRestart(one: RestartCase, start: Start, policy: Policy, of: Machine): Checked {
  const facts = of.fold(start.history);
  if (facts === null) return { rule: '', problems: ['the journal says nothing'] };
  const at = 20_000;
  const step = of.recover(facts, at, at, policy);
  const armed = Object.fromEntries(timersAfter(step.effects, []));
  const problems = [
    ...differs('records', step.records, []),
    ...differs('sends', sendsOf(step.effects), one.sends),
    ...differs('state', phaseOf(step.attempt), one.to),
    ...differs('facts', step.attempt.facts, start.facts),
    ...differs('recovered', step.attempt.working.recovered, true),
    ...(one.to === 'unsure' ? lacks('timers', armed, { deadline: one.deadline(policy) - at }) : []),
    ...differs('code to show', step.attempt.working.code, null),
    ...(one.to === 'cancelling' ? lacks('timers', armed, { quiet: 120_000 }) : []),
    ...(one.to === 'voiding' || facts.escalated ? [] : lacks('timers', armed, { escalate: one.escalate - at })),
  ];
  return { rule: step.rule, problems };
}

function sendsOf(effects: readonly Effect[]): Send[] {
  return effects.flatMap((effect): Send[] => {
    if (effect.type === 'send-pay') return [`pay ${effect.number}`];
    if (effect.type === 'inquire') return [`inquire ${effect.purpose}`];
    return effect.type === 'cancel' ? ['cancel'] : [];
  });
}

/** The timers that run once the effects are done in order, with the time that they were armed for here. */
function timersAfter(effects: readonly Effect[], before: readonly TimerName[]): Map<TimerName, number | null> {
  const running = new Map<TimerName, number | null>(before.map((name) => [name, null]));
  for (const effect of effects) {
    if (effect.type === 'arm') running.set(effect.timer, effect.afterMs);
    if (effect.type === 'disarm') running.delete(effect.timer);
    if (effect.type === 'disarm-all') running.clear();
  }
  return running;
}

function differs(what: string, found: unknown, wanted: unknown): string[] {
  const same = JSON.stringify(found) === JSON.stringify(wanted) || canonical(found) === canonical(wanted);
  return same ? [] : [`${what}: ${canonical(found)} instead of ${canonical(wanted)}`];
}

function lacks(what: string, found: object | undefined, wanted: object): string[] {
  const fields = new Map(Object.entries(found ?? {}));
  return Object.entries(wanted).flatMap(([key, value]) => differs(`${what}, ${key}`, fields.get(key), value));
}

/** JSON with its keys in order, so that two equal values are one text. */
function canonical(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
  return text ?? 'nothing';
}
