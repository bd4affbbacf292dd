import chineseFont from '@fontsource-variable/noto-sans-sc/wght.css?url';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';

import en from './messages/en.json';
import chineseTexts from './messages/zh-Hans.json?url';

export type Language = 'en' | 'zh-Hans';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

const messages = createInstance();

/** Starts with English in hand, so that the first screen waits for nothing. */
export async function startMessages(language: Language): Promise<void> {
  await messages.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  await speak(language);
}

/** Changes the language; Chinese brings its texts and its font, cut into slices that load as they are needed. */
export async function speak(language: Language): Promise<void> {
  if (language === 'zh-Hans' && !messages.hasResourceBundle('zh-Hans', 'translation')) {
    const [texts] = await Promise.all([fetch(chineseTexts), loadStyles(chineseFont)]);
    messages.addResourceBundle('zh-Hans', 'translation', await texts.json());
  }
  await messages.changeLanguage(language);
  // The right shapes of Han characters depend on it.
  document.documentElement.lang = language;
  document.title = messages.t('app.title');
}

/** What cannot be loaded is done without. */
function loadStyles(href: string): Promise<void> {
  return new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => resolve());
    document.head.append(link);
  });
}
