import { parseArgs } from 'node:util';

import { fuzzCards, fuzzCodes } from './codes/campaign.ts';
import { addToCorpus } from './corpus.ts';
import { fuzzLink, type LinkRun } from './link/campaign.ts';
import { fuzzGate, gates, type GateName } from './link/processes.ts';
import { shrunk } from './link/shrink.ts';
import { fuzzParsers } from './parsers/campaign.ts';
import { fuzzScanners } from './scanners/campaign.ts';

const help = `Usage: node fuzz/main.ts [--only WHAT] [--count N] [--seed N]

  --only WHAT  link: messages of screens against the host; processes: the same over IPC, JSON lines and WebSocket;
               parsers: signed answers, requests and hints against their readers;
               codes: numbers of cards, and payment codes, under the till's scanners;
               scanners: bytes and reports of scanners, and what scanners say of their reports (default: all of them)
  --count N    messages or cases of each (default 20000)
  --seed N     everything follows from this whole number (default: from the clock)
  --help       this
The last line of each on stdout is JSON. A case that fails is made shorter and put into fuzz/corpus.
Exit code 1 when anything was not as it must be.`;

const targets = ['link', 'processes', 'parsers', 'codes', 'scanners'] as const;
type Target = (typeof targets)[number];

async function main(): Promise<number> {
  const flags = readFlags();
  if (typeof flags === 'string') {
    console.error(flags);
    return 2;
  }
  if (flags.help) {
    console.log(help);
    return 0;
  }
  let failed = false;
  for (const target of targets) {
    if (flags.only !== null && flags.only !== target) continue;
    console.error(`${target}: seed ${flags.seed}, ${flags.count}`);
    failed = !(await runOne(target, flags.seed, flags.count)) || failed;
  }
  return failed ? 1 : 0;
}

type Flags = { only: Target | null; count: number; seed: number; help: boolean };

function readFlags(): Flags | string {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        count: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    for (const name of ['count', 'seed'] as const)
      if (values[name] !== undefined && !/^\d{1,12}$/.test(values[name])) return `--${name} takes a whole number.`;
    const only = targets.find((target) => target === values.only) ?? null;
    if (values.only !== undefined && only === null) return `--only takes one of ${targets.join(', ')}.`;
    return {
      only,
      count: Number(values.count ?? 20_000),
      seed: Number(values.seed ?? Date.now() % 1_000_000_000),
      help: values.help === true,
    };
  } catch (error) {
    return error instanceof Error ? error.message : 'These flags are not known.';
  }
}

async function runOne(target: Target, seed: number, count: number): Promise<boolean> {
  switch (target) {
    case 'link':
      return await runLink(seed, count);
    case 'processes':
      return await runProcesses(seed, count);
    case 'parsers':
      return await runParsers(seed, count);
    case 'codes':
      return await runCodes(seed, count);
    case 'scanners':
      return runScanners(seed, count);
  }
}

async function runLink(seed: number, count: number): Promise<boolean> {
  const startedAt = performance.now();
  let toldAt = startedAt;
  const run = await fuzzLink(seed, count, ({ messages }) => {
    if (performance.now() - toldAt < 10_000) return;
    toldAt = performance.now();
    console.error(`${messages} messages`);
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  const { tally, worlds, failures } = run;
  tell('stages', tally.stages);
  tell('replies', tally.replies);
  tell('records', tally.records);
  await keepFailures(run, seed);
  console.log(
    JSON.stringify({
      fuzz: 'link',
      messages: tally.messages,
      tills: worlds,
      stages: tally.stages.size,
      violations: failures.length,
      messagesPerSecond: Math.round(tally.messages / seconds),
      seed,
    }),
  );
  return failures.length === 0;
}

async function runProcesses(seed: number, count: number): Promise<boolean> {
  let failed = false;
  for (const gate of Object.keys(gates) as GateName[]) {
    const startedAt = performance.now();
    const { messages, comings, records, misfits } = await fuzzGate(gate, seed, count);
    const seconds = (performance.now() - startedAt) / 1_000;
    tell('records', records);
    for (const misfit of misfits) console.error(`seed ${seed}, ${gate}: ${misfit}`);
    const messagesPerSecond = Math.round(messages / seconds);
    console.log(JSON.stringify({ fuzz: gate, messages, comings, violations: misfits.length, messagesPerSecond, seed }));
    failed ||= misfits.length > 0;
  }
  return !failed;
}

async function runParsers(seed: number, count: number): Promise<boolean> {
  const startedAt = performance.now();
  let toldAt = startedAt;
  const { cases, readers, failures } = await fuzzParsers(seed, count, (run) => {
    if (performance.now() - toldAt < 10_000) return;
    toldAt = performance.now();
    console.error(`${run.cases} cases`);
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const [reader, { read, accepted }] of readers) console.error(`${reader}: read ${read}, accepted ${accepted}`);
  for (const { case: one, misfit } of failures) {
    console.error(`seed ${seed}: ${misfit}`);
    console.error(JSON.stringify(one));
    addToCorpus('parsers', misfit.slice(0, 160), one);
  }
  console.log(
    JSON.stringify({
      fuzz: 'parsers',
      cases,
      accepted: [...readers.values()].reduce((sum, { accepted }) => sum + accepted, 0),
      violations: failures.length,
      casesPerSecond: Math.round(cases / seconds),
      seed,
    }),
  );
  return failures.length === 0;
}

async function runCodes(seed: number, count: number): Promise<boolean> {
  const startedAt = performance.now();
  let toldAt = startedAt;
  const told = (done: number, what: string): void => {
    if (performance.now() - toldAt < 10_000) return;
    toldAt = performance.now();
    console.error(`${done} ${what}`);
  };
  const cards = await fuzzCards(seed, count, ({ given }) => told(given, 'numbers of cards'));
  tell('answers to numbers of cards', cards.answers);
  const codes = await fuzzCodes(seed, count, ({ read }) => told(read, 'payment codes'));
  const failures = [...cards.failures, ...codes.failures];
  for (const failure of failures) console.error(`seed ${seed}: ${failure}`);
  console.log(
    JSON.stringify({
      fuzz: 'codes',
      cards: cards.given,
      tills: cards.tills,
      charactersSearched: cards.searched,
      codes: codes.read,
      codesRefused: codes.refused,
      refusedShare: share(codes.refused, codes.read),
      refusedShareOf16: share(codes.refused, codes.of16),
      violations: failures.length,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
      seed,
    }),
  );
  return failures.length === 0;
}

function runScanners(seed: number, count: number): boolean {
  const startedAt = performance.now();
  let toldAt = startedAt;
  const run = fuzzScanners(seed, count, ({ given }) => {
    if (performance.now() - toldAt < 10_000) return;
    toldAt = performance.now();
    console.error(`${given} byte strings and reports`);
  });
  tell('outcomes', run.outcomes);
  for (const { case: one, misfit } of run.failures) {
    console.error(`seed ${seed}: ${misfit}`);
    addToCorpus('scanners', misfit.slice(0, 160), one);
  }
  console.log(
    JSON.stringify({
      fuzz: 'scanners',
      given: run.given,
      descriptors: run.descriptors,
      paymentCodes: run.codes,
      slowestMs: Number(run.slowestMs.toFixed(2)),
      violations: run.failures.length,
      perSecond: Math.round((run.given * 1_000) / (performance.now() - startedAt)),
      seed,
    }),
  );
  return run.failures.length === 0;
}

function share(part: number, of: number): string {
  return `${((100 * part) / Math.max(1, of)).toFixed(3)} %`;
}

async function keepFailures({ failures }: LinkRun, seed: number): Promise<void> {
  for (const { world, misfits, steps } of failures) {
    for (const misfit of misfits) console.error(`seed ${seed}, till ${world}: ${misfit}`);
    const short = await shrunk(steps);
    console.error(`${steps.length} steps, made ${short.length}:`);
    for (const step of short) console.error(JSON.stringify(step));
    addToCorpus('link', `seed ${seed}, till ${world}: ${misfits[0] ?? ''}`.slice(0, 160), short);
  }
}

function tell(what: string, counts: ReadonlyMap<string, number>): void {
  const sorted = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  console.error(`${what}: ${sorted.map(([name, times]) => `${name} ${times}`).join(', ')}`);
}

process.exitCode = await main();
