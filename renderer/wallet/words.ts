import i18next, { changeLanguage, t, use } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

import en from './messages/en.json';

export type Language = 'en' | 'zh-Hans';

type Leaf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaf<T[K]>}` }[keyof T & string];

/** Names one text of the catalogue: `pay.title`. */
export type WordKey = Leaf<typeof en>;
export type Say = (key: WordKey, values?: Record<string, string | number>) => string;

const keptAs = 'counterpay.wallet.language';

/** The address bar decides, then what was chosen here before, then the browser. */
export function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? kept() ?? navigator.language;
  return asked.startsWith('zh') ? 'zh-Hans' : 'en';
}

export async function startWords(language: Language): Promise<void> {
  await use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  await speak(language);
}

/** Chinese brings its texts and its font, cut into slices that load as they are needed. */
export async function speak(language: Language): Promise<void> {
  if (language === 'zh-Hans' && !i18next.hasResourceBundle('zh-Hans', 'translation')) {
    const [texts] = await Promise.all([import('./messages/zh-Hans.json'), loadChineseFont()]);
    i18next.addResourceBundle('zh-Hans', 'translation', texts.default);
  }
  await changeLanguage(language);
  // The right shapes of Han characters depend on it.
  document.documentElement.lang = language;
  document.title = say('app.title');
}

/** Also for the two characters that offer Chinese on an English page. */
export async function loadChineseFont(): Promise<void> {
  await import('@fontsource-variable/noto-sans-sc/wght.css');
}

export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(keptAs, language);
  } catch {
    // Storage is full or switched off: the choice holds until the page is closed.
  }
  await speak(language);
}

/** The texts in the language of now, and its locale for money and time. */
export function useWords(): { say: Say; language: Language; locale: string } {
  const { i18n } = useTranslation();
  const language = i18n.language === 'zh-Hans' ? 'zh-Hans' : 'en';
  return {
    say,
    language,
    locale: language === 'en' && navigator.language.startsWith('en') ? navigator.language : language,
  };
}

function say(key: WordKey, values: Record<string, string | number> = {}): string {
  // i18next knows one catalogue by type, the till's; WordKey knows this one.
  const translate = t as (key: string, values: Record<string, string | number>) => string;
  return translate(key, values);
}

function kept(): string | null {
  try {
    return localStorage.getItem(keptAs);
  } catch {
    return null;
  }
}
