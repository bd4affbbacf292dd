import { Chance } from '../chance.ts';
import { Messages } from './messages.ts';
import type { Step } from './step.ts';
import { Tally } from './tally.ts';
import { LinkWorld } from './world.ts';

/** Then a till on a new journal, so that no step waits for a long one. */
const messagesPerWorld = 4_000;

export type LinkFailure = { world: number; misfits: readonly string[]; steps: readonly Step[] };
export type LinkRun = { tally: Tally; worlds: number; failures: LinkFailure[] };

/** `count` messages and what happens between them, from the seed alone. Ends early after three failures. */
export async function fuzzLink(seed: number, count: number, progress: (tally: Tally) => void): Promise<LinkRun> {
  const run: LinkRun = { tally: new Tally(), worlds: 0, failures: [] };
  while (run.tally.messages < count && run.failures.length < 3) {
    const failure = await playWorld(
      seed,
      run.worlds,
      Math.min(count, run.tally.messages + messagesPerWorld),
      run.tally,
    );
    if (failure !== null) run.failures.push(failure);
    run.worlds += 1;
    progress(run.tally);
  }
  return run;
}

async function playWorld(seed: number, number: number, until: number, tally: Tally): Promise<LinkFailure | null> {
  const messages = new Messages(Chance.ofPart(seed, number));
  const world = await LinkWorld.start(tally);
  const steps: Step[] = [];
  try {
    while (tally.messages < until) {
      const step = messages.next(world);
      steps.push(step);
      const misfits = await world.play(step);
      if (misfits.length > 0) return { world: number, misfits, steps };
    }
    return null;
  } finally {
    world.end();
  }
}

/** The misfits of the first step that has any; none for a history that is as it must be. */
export async function playHistory(steps: readonly Step[]): Promise<readonly string[]> {
  const world = await LinkWorld.start(new Tally());
  try {
    for (const step of steps) {
      const misfits = await world.play(step);
      if (misfits.length > 0) return misfits;
    }
    return [];
  } finally {
    world.end();
  }
}
