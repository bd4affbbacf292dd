import { scanTestText } from '#contract';
import type { CodeProblem } from '#payment';

import { lately } from './lately.ts';

export type ForeignText = { readonly text: string; readonly problem: CodeProblem };

/** Told after so many frames: what is at the picture's edge, or on its way through it, is nobody's try to pay. */
const framesToTell = 2;

/** Notices texts that are clearly read and are no payment codes; each is told once, until it was gone for `windowMs`. */
export function foreignTexts(windowMs: number) {
  const seen = lately<string, number>(windowMs);
  return {
    /** `texts`: of one frame. */
    offer(texts: readonly ForeignText[], now: number): { foreign: CodeProblem } | { test: true } | null {
      const ripe: ForeignText[] = [];
      for (const [text, problem] of new Map(texts.map((each) => [each.text, each.problem]))) {
        const frames = (seen.value(text, now) ?? 0) + 1;
        seen.remember(text, frames, now);
        if (frames === (text === scanTestText ? 1 : framesToTell)) ripe.push({ text, problem });
      }
      if (ripe.some(({ text }) => text === scanTestText)) return { test: true };
      return ripe[0] === undefined ? null : { foreign: ripe[0].problem };
    },
  };
}
