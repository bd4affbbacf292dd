import type { DisplayLanguage } from '#contract';

import en from './messages/en.json';
import ja from './messages/ja.json';
import zhHans from './messages/zh-Hans.json';

export type Words = typeof en;

/** All are in hand from the start: a customer's language must not wait for anything. */
export const wordsIn: Readonly<Record<DisplayLanguage, Words>> = { en, 'zh-Hans': zhHans, ja };

export const languages = ['en', 'zh-Hans', 'ja'] as const satisfies readonly DisplayLanguage[];

/** Puts values where a text has places for them: `{{seconds}} s left`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The time of day, on the machine's own clock, as the language writes it. */
export function timeText(at: number, language: DisplayLanguage): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}
