import { parseArgs } from 'node:util';

import { throughEveryCall, type Tally } from './every-call.ts';
import { owedBy, storyOfNewest } from './kept.ts';
import { victims } from './mishap.ts';
import { OneProduct } from './one-product.ts';
import { shellOf } from './product.ts';
import { interrupted, RecoveryPoints } from './recovery-points.ts';
import { stories, type Story } from './sale.ts';
import { SyscallPoints } from './syscall-points.ts';
import { watchingProblem, type CallCounts } from './system-calls.ts';

const help = `Usage: npm run crash:syscalls -- [--stories A,B] [--victims A,B] [--no-recovery]
                                   [--shell S] [--time-scale N]

Kills one of the product's processes (SIGKILL) at every outward system call of the terminal host, one sale a call.

  --stories     of ${stories.join(', ')} (default all)
  --victims     of ${victims.join(', ')} (default all)
  --no-recovery without the second part: a host that dies again at each call of its start and recovery
  --shell       kiosk or electron (its stand-in), for main and renderer (default kiosk)
  --time-scale  how much faster than the wall the product's clocks run (default 30)
Exit code 1 when something was lost, charged twice, left open or shown wrongly.`;

type Total = { points: number; problems: number; owed: number };

const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: stories.join(',') },
    victims: { type: 'string', default: victims.join(',') },
    'no-recovery': { type: 'boolean', default: false },
    'time-scale': { type: 'string', default: '30' },
    shell: { type: 'string', default: 'kiosk' },
    help: { type: 'boolean', default: false },
  },
});
const problem = watchingProblem();
if (values.help) console.log(help);
else if (problem !== null) console.log(`skipped: ${problem}`);
else process.exitCode = await run();

async function run(): Promise<number> {
  const startedAt = performance.now();
  const one = new OneProduct({ timeScale: Number(values['time-scale']), shell: shellOf(values.shell) });
  const total: Total = { points: 0, problems: 0, owed: 0 };
  for (const story of stories.filter((each) => values.stories.split(',').includes(each)))
    await runStory(story, one, total);
  if (!values['no-recovery']) await runRecovery(one, total);
  const seconds = secondsSince(startedAt);
  console.log(JSON.stringify({ ...total, seconds }));
  return total.problems === 0 ? 0 : 1;
}

async function runStory(story: Story, one: OneProduct, total: Total): Promise<void> {
  const chosen = victims.filter((each) => values.victims.split(',').includes(each));
  let product = await one.start();
  try {
    let points = new SyscallPoints(product);
    for (const victim of chosen) {
      const startedAt = performance.now();
      const counts = await points.count(story);
      const tally = await throughEveryCall(
        counts,
        (point) => points.try(story, victim, point),
        async ({ point, problems, end }) => {
          if (problems.length === 0) return;
          console.log(`  ${story}: ${victim} at ${point.call} ${point.k}: ${problems.join('; ')}`);
          if (end !== null) return;
          // It did not come to rest: what follows begins anew.
          console.log(storyOfNewest(product));
          product = await one.start();
          points = new SyscallPoints(product);
        },
      );
      add(total, tally, `${story}, ${victim} killed`, counts, startedAt);
    }
    total.owed += owedBy(product);
  } finally {
    await one.stop();
  }
}

async function runRecovery(one: OneProduct, total: Total): Promise<void> {
  const product = await one.start();
  try {
    const points = new RecoveryPoints(product);
    for (const open of interrupted) {
      const startedAt = performance.now();
      const counts = await points.count(open);
      const tally = await throughEveryCall(
        counts,
        (point) => points.try(open, point),
        async ({ point, problems }) => {
          if (problems.length > 0) console.log(`  ${open}: again at ${point.call} ${point.k}: ${problems.join('; ')}`);
        },
      );
      add(total, tally, `start and recovery with an open ${open}, host killed again`, counts, startedAt);
    }
    total.owed += owedBy(product);
  } finally {
    await one.stop();
  }
}

function add(total: Total, tally: Tally, what: string, counts: CallCounts, startedAt: number): void {
  total.points += tally.killed;
  total.problems += tally.problems.length;
  const calls = [...counts.main].map(([call, count]) => `${count} ${call}`).join(', ');
  const others = counts.others === 0 ? '' : `; ${counts.others} of other threads not among them`;
  const missed = tally.notReached === 0 ? '' : `, ${tally.notReached} not reached in their run`;
  console.log(
    `${what}: ${tally.killed} points (an undisturbed run: ${tally.counted} calls: ${calls}${others})${missed}, ` +
      `${tally.problems.length} problems, ${secondsSince(startedAt)} s`,
  );
}

function secondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 1_000);
}
