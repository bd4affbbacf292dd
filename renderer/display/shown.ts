import { type Display, resultShownForMs, type Showing } from '#contract';
import type { Amount } from '#payment';

import type { DisplayNews } from './link.ts';

/** What this page knows. Times are of its monotonic clock, ms. */
export type Known = {
  display: Display | null;
  /** When the model came. */
  heardAt: number;
  /** `silent`: the host says nothing any more; `lost`: it is not there, or no way leads to it. */
  host: 'there' | 'silent' | 'lost';
};

export type Shown =
  | Showing
  /** Nothing was told yet. */
  | { shows: 'starting' }
  /** Nobody stands behind what was shown: no code, and whom to ask. */
  | { shows: 'ask'; amount: Amount };

export const nothingKnown: Known = { display: null, heardAt: 0, host: 'lost' };

/** What news from the host changes. */
export function receive(known: Known, news: DisplayNews, now: number): Known {
  switch (news.frame) {
    case 'host-away':
      return { ...known, host: 'lost' };
    case 'alive':
      // One that was lost is believed with its next model; what one that was slow had said still holds.
      return known.host === 'silent' ? { ...known, host: 'there' } : known;
    case 'display':
      return isOlder(known.display, news.display) ? known : { display: news.display, heardAt: now, host: 'there' };
  }
}

/**
 * What is to be seen. A code is taken off as soon as nobody stands behind it or its time is up, whatever the host says
 * later: a dead display must not look as if one could pay. A result goes by itself.
 */
export function shownOf({ display, heardAt, host }: Known, now: number): Shown {
  if (display === null) return { shows: 'starting' };
  const told = display.now;
  const passedMs = Math.max(0, now - heardAt) * display.timeScale;
  switch (told.shows) {
    case 'paid':
    case 'not-paid':
      return told.agoMs + passedMs >= resultShownForMs ? { shows: 'idle' } : told;
    case 'code': {
      const leftMs = told.leftMs - passedMs;
      if (host !== 'there') return { shows: 'ask', amount: told.amount };
      return leftMs <= 0 ? { shows: 'one-moment', amount: told.amount } : { ...told, leftMs };
    }
    case 'amount':
    case 'one-moment':
      return host === 'there' ? told : { shows: 'ask', amount: told.amount };
    case 'idle':
    case 'confirm':
    case 'closing':
    case 'problem':
      return told;
  }
}

function isOlder(held: Display | null, next: Display): boolean {
  return held !== null && held.hostId === next.hostId && next.revision < held.revision;
}
