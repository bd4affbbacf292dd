import { useTranslation } from 'react-i18next';

import type { Language } from './i18n.ts';
import { useTill } from './state.ts';

/** The catalogue, and the locale that amounts and times are written in. */
export function useMessages() {
  const { t } = useTranslation();
  const language: Language = useTill((state) => state.preferences.language);
  return { t, language, locale: language };
}

/** `12:03`, on the machine's own clock. */
export function clockTime(at: number, locale: string): string {
  return timeFormat(locale, false).format(at);
}

/** `12:03:44`. */
export function exactTime(at: number, locale: string): string {
  return timeFormat(locale, true).format(at);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function timeFormat(locale: string, seconds: boolean): Intl.DateTimeFormat {
  const name = `${locale} ${String(seconds)}`;
  const kept = formats.get(name);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(seconds ? { second: '2-digit' } : {}),
  });
  formats.set(name, made);
  return made;
}
