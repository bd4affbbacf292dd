import hanFont from '@fontsource-variable/noto-sans-sc/wght.css?url';
import { createInstance } from 'i18next';

import type later from './later/messages/en.json';
import en from './messages/en.json';
import japaneseTexts from './messages/ja.json?url';
import chineseTexts from './messages/zh-Hans.json?url';

export const languages = ['en', 'zh-Hans', 'ja'] as const;
export type Language = (typeof languages)[number];

/** One button leads through all of them. */
export function nextLanguage(language: Language): Language {
  return languages[(languages.indexOf(language) + 1) % languages.length] ?? 'en';
}

/** Texts of one script: English comes with it, the other languages by these addresses. */
export type Texts = { en: object; others: Readonly<Record<Exclude<Language, 'en'>, string>> };

const spoken: Texts[] = [{ en, others: { 'zh-Hans': chineseTexts, ja: japaneseTexts } }];

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en & typeof later };
  }
}

const messages = createInstance();

/** A text in the language that is spoken now. */
export const { t } = messages;

/** The language that is spoken: the wanted one as soon as its texts are there. */
export function spokenLanguage(): string {
  return messages.language;
}

/** Tells of every change of it, until what is returned is called. */
export function onSpoken(changed: () => void): () => void {
  messages.on('languageChanged', changed);
  return () => messages.off('languageChanged', changed);
}

/** How long a start waits for texts that must be loaded, before it shows English. */
const patienceMs = 1_500;
const tryAgainMs = 2_000;
let wanted: Language = 'en';

/** Starts with English in hand: the till works in it until another language's texts have come. */
export async function startMessages(language: Language): Promise<void> {
  await messages.init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  await Promise.race([speak(language), pause(patienceMs)]);
}

/**
 * Changes the language. Chinese and Japanese bring their texts, and a font cut into slices that load as they are needed;
 * what does not come is asked for again, and the language stays as it was until then.
 */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  if (language !== 'en') {
    await Promise.all([...spoken.map((texts) => addBundle(texts, language)), loadFont()]);
    if (wanted !== language) return;
  }
  await messages.changeLanguage(language);
  // The right shapes of Han characters depend on it.
  document.documentElement.lang = language;
  document.title = messages.t('app.title');
}

/** Another script's texts, in English and in the language that is spoken; there when it resolves. */
export async function addTexts(texts: Texts): Promise<void> {
  spoken.push(texts);
  messages.addResourceBundle('en', 'translation', texts.en, true);
  if (wanted !== 'en') await addBundle(texts, wanted);
}

const loaded = new Map<string, Promise<void>>();

function addBundle(texts: Texts, language: Exclude<Language, 'en'>): Promise<void> {
  const address = texts.others[language];
  const known = loaded.get(address) ?? loadTexts(address).then((bundle) => addDeep(language, bundle));
  loaded.set(address, known);
  return known;
}

function addDeep(language: Language, bundle: object): void {
  messages.addResourceBundle(language, 'translation', bundle, true);
}

async function loadTexts(address: string): Promise<object> {
  for (;;) {
    const response = await fetch(address).catch(() => null);
    const texts: unknown = response?.ok === true ? await response.json().catch(() => null) : null;
    if (typeof texts === 'object' && texts !== null) return texts; // a file of this very build (messages.test.ts)
    await pause(tryAgainMs);
  }
}

let font: Promise<void> | null = null;

/** What cannot be loaded is done without. */
function loadFont(): Promise<void> {
  font ??= new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = hanFont;
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => resolve());
    document.head.append(link);
  });
  return font;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
