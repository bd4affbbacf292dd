import { playHistory } from './campaign.ts';
import type { Step } from './step.ts';

/** Histories that are tried to make one shorter; a long one stays longer than it must be. */
const triesMax = 400;

/** A shorter history that still fails: parts are left out, halves first, for as long as anything fails. */
export async function shrunk(steps: readonly Step[]): Promise<readonly Step[]> {
  let kept = steps;
  let tries = 0;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length && tries < triesMax; tries += 1) {
      const without = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (await fails(without)) kept = without;
      else at += size;
    }
  }
  return kept;
}

async function fails(steps: readonly Step[]): Promise<boolean> {
  return (await playHistory(steps)).length > 0;
}
