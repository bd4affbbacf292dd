import { useSyncExternalStore } from 'react';

import { onSpoken, spokenLanguage, t, type Language } from './i18n.ts';
import { useTill } from './state.ts';

/** The catalogue, and the locale that amounts and times are written in. */
export function useMessages() {
  useSyncExternalStore(onSpoken, spokenLanguage);
  const language: Language = useTill((state) => state.preferences.language);
  return { t, language, locale: language };
}

/** `12:03`, on the machine's own clock: all languages write it so, and `Intl` needs 20 ms before its first time of day. */
export function clockTime(at: number): string {
  return exactTime(at).slice(0, 5);
}

/** `12:03:44`. */
export function exactTime(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
