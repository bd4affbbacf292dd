import { DisplayLanguage } from '#contract';

/** A customer's own choice, and when it was made, ms of the page's monotonic clock. */
export type Choice = { language: DisplayLanguage; at: number };

/** What was chosen on the welcome screen by somebody who then went away is forgotten after this long, in ms. */
export const choiceKeptMs = 60_000;

/** A customer's choice, else the wallet's language, else the shop's. */
export function languageOf(
  choice: Choice | null,
  ofWallet: DisplayLanguage | null,
  ofShop: DisplayLanguage,
): DisplayLanguage {
  return choice?.language ?? ofWallet ?? ofShop;
}

/** A choice holds for one customer: until the welcome screen comes again, or for a while on it. */
export function choiceLeft(choice: Choice | null, wasIdle: boolean, isIdle: boolean, now: number): Choice | null {
  if (choice === null || !isIdle) return choice;
  return wasIdle && now - choice.at < choiceKeptMs ? choice : null;
}

/** The shop's: what the page's address asks for, else the browser's. */
export function shopLanguage(asked: string | null, ofBrowser: string): DisplayLanguage {
  const exact = DisplayLanguage.safeParse(asked);
  if (exact.success) return exact.data;
  const wanted = asked ?? ofBrowser;
  if (wanted.startsWith('zh')) return 'zh-Hans';
  return wanted.startsWith('ja') ? 'ja' : 'en';
}
