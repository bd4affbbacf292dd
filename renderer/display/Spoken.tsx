import type { DisplayLanguage } from '#contract';

import { spokenAmount } from '../look/index.ts';
import { linesOf } from './looks.ts';
import type { Shown } from './shown.ts';
import { fill, type Words } from './words.ts';

/** Says each state once to a screen reader, with its amount. It stays on the page: only its words change. */
export function Spoken({ shown, words, language }: { shown: Shown; words: Words; language: DisplayLanguage }) {
  return <output className="sr-only">{shown.shows === 'idle' ? '' : sentenceOf(shown, words, language)}</output>;
}

function sentenceOf(shown: Exclude<Shown, { shows: 'idle' }>, words: Words, language: DisplayLanguage): string {
  const lines = linesOf(shown, words, language);
  return 'amount' in shown
    ? fill(words.app.spoken, { ...lines, amount: spokenAmount(shown.amount, language) })
    : fill(words.app.spokenPlain, lines);
}
