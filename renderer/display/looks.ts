import type { DisplayLanguage } from '#contract';

import type { MarkName } from '../look/index.ts';
import type { Shown } from './shown.ts';
import { fill, timeText, type Words } from './words.ts';

/** The whole screen wears these two; not paid is a red mark on plain ground, never a red wall in front of a queue. */
export function toneOf({ shows }: Shown): 'paid' | 'unknown' | undefined {
  if (shows === 'paid') return 'paid';
  return shows === 'problem' ? 'unknown' : undefined;
}

/** The state's mark, and the tone it wears where the screen wears none. */
export function markOf({ shows }: Shown): { name: MarkName; tone?: 'waiting' | 'not-paid' | 'cancelled' } | null {
  switch (shows) {
    case 'one-moment':
    case 'confirm':
      return { name: 'waiting', tone: 'waiting' };
    case 'closing':
      return { name: 'cancelling', tone: 'cancelled' };
    case 'problem':
      return { name: 'unknown' };
    case 'paid':
      return { name: 'paid' };
    case 'not-paid':
      return { name: 'not-paid', tone: 'not-paid' };
    case 'idle':
    case 'starting':
    case 'ask':
    case 'amount':
    case 'code':
      return null;
  }
}

export type Lines = { title: string; lead: string };

/** What is, and what to do. */
export function linesOf(shown: Exclude<Shown, { shows: 'idle' }>, words: Words, language: DisplayLanguage): Lines {
  switch (shown.shows) {
    case 'one-moment':
      return words.oneMoment;
    case 'not-paid':
      if (shown.moneyGoesBack) return words.goesBack;
      return shown.wasClosed ? words.notKept : words.notPaid;
    case 'paid': {
      const time = timeText(shown.at, language);
      const lead = shown.wallet === null ? time : fill(words.paid.facts, { wallet: shown.wallet, time });
      return { title: words.paid.title, lead };
    }
    case 'starting':
    case 'ask':
    case 'amount':
    case 'code':
    case 'confirm':
    case 'closing':
    case 'problem':
      return words[shown.shows];
  }
}
