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

/** How long a start waits for texts that must be loaded, before it shows English. */
const patienceMs = 1_500;
const tryAgainMs = 2_000;
let wanted: Language = 'en';

/** Starts with English in hand: the till works in it until another language's texts have come. */
export async function startMessages(language: Language): Promise<void> {
  await messages.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  await Promise.race([speak(language), pause(patienceMs)]);
}

/**
 * Changes the language. Chinese brings its texts and its font, cut into slices that load as they are needed; what does not
 * come is asked for again, and the language stays as it was until then.
 */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  if (language === 'zh-Hans' && !messages.hasResourceBundle('zh-Hans', 'translation')) {
    const [texts] = await Promise.all([loadTexts(chineseTexts), loadStyles(chineseFont)]);
    messages.addResourceBundle('zh-Hans', 'translation', texts);
    if (wanted !== language) return;
  }
  await messages.changeLanguage(language);
  // The right shapes of Han characters depend on it.
  document.documentElement.lang = language;
  document.title = messages.t('app.title');
}

async function loadTexts(address: string): Promise<typeof en> {
  for (;;) {
    const response = await fetch(address).catch(() => null);
    const texts: unknown = response?.ok === true ? await response.json().catch(() => null) : null;
    if (texts !== null) return texts as typeof en; // a file of this very build (messages.test.ts)
    await pause(tryAgainMs);
  }
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
