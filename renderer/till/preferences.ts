import { WedgeSettings } from '../scan/index.ts';
import { languages, type Language } from './i18n.ts';

export type Theme = 'system' | 'light' | 'dark';

/** What this screen remembers by itself. Nothing about money is among it. */
export type Preferences = {
  language: Language;
  theme: Theme;
  muted: boolean;
  /** What was learned of the scanner that types; null where nobody has set it up. */
  wedge: WedgeSettings | null;
};

const place = 'counterpay.screen';

export function readPreferences(): Preferences {
  const kept = readKept();
  const theme = kept['theme'];
  return {
    language: languages.find((language) => language === kept['language']) ?? languageOfBrowser(),
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    muted: kept['muted'] === true,
    wedge: WedgeSettings.safeParse(kept['wedge']).data ?? null,
  };
}

function languageOfBrowser(): Language {
  if (navigator.language.startsWith('zh')) return 'zh-Hans';
  return navigator.language.startsWith('ja') ? 'ja' : 'en';
}

export function keepPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(place, JSON.stringify(preferences));
  } catch {
    // Storage is full or switched off: the choice holds until the page is closed.
  }
}

export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

function readKept(): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  } catch {
    return {};
  }
}
