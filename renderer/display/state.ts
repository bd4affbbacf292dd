import { create } from 'zustand';

import type { DisplayLanguage } from '#contract';

import { type Choice, choiceLeft, shopLanguage } from './language.ts';
import { type DisplayNews, type LinkHandlers } from './link.ts';
import { type Known, nothingKnown, receive, type Shown, shownOf } from './shown.ts';

export type DisplayState = {
  known: Known;
  shown: Shown;
  choice: Choice | null;
  shopLanguage: DisplayLanguage;
};

export const useDisplay = create<DisplayState>(() => ({
  known: nothingKnown,
  shown: { shows: 'starting' },
  choice: null,
  shopLanguage: 'en',
}));

/** What the host says, and its silence, become what is known. */
export const intoState: LinkHandlers = {
  told: (news: DisplayNews) => know((known) => receive(known, news, performance.now())),
  silent: () => know((known) => (known.host === 'there' ? { ...known, host: 'silent' } : known)),
  lost: () => know((known) => ({ ...known, host: 'lost' })),
};

/** Time has passed: codes run out, results go, choices are forgotten. */
export function look(): void {
  know((known) => known);
}

export function choose(language: DisplayLanguage): void {
  useDisplay.setState({ choice: { language, at: performance.now() } });
}

export function readShopLanguage(): void {
  const asked = new URLSearchParams(location.search).get('lang');
  useDisplay.setState({ shopLanguage: shopLanguage(asked, navigator.language) });
}

function know(change: (known: Known) => Known): void {
  useDisplay.setState((state) => {
    const now = performance.now();
    const known = change(state.known);
    const shown = shownOf(known, now);
    const choice = choiceLeft(state.choice, state.shown.shows === 'idle', shown.shows === 'idle', now);
    return { known, shown, choice };
  });
}
