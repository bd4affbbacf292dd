import { parseArgs } from 'node:util';

import { addToCorpus } from './corpus.ts';
import { fuzzLink, type LinkRun } from './link/campaign.ts';
import { shrunk } from './link/shrink.ts';

const help = `Usage: node fuzz/main.ts [--only WHAT] [--count N] [--seed N]

  --only WHAT  link: messages of screens against the host; processes: the same over IPC, JSON lines and WebSocket;
               parsers: signed answers, requests and hints against their readers (default: all three)
  --count N    messages or cases of each (default 20000)
  --seed N     everything follows from this whole number (default: from the clock)
  --help       this
The last line of each on stdout is JSON. A case that fails is made shorter and put into fuzz/corpus.
Exit code 1 when anything was not as it must be.`;

const targets = ['link', 'processes', 'parsers'] as const;
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
    case 'parsers':
      return true;
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
