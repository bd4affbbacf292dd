import { expect, it } from 'vitest';

import { choiceKeptMs, choiceLeft, languageOf, shopLanguage } from './language.ts';

const japanese = { language: 'ja', at: 0 } as const;

it('a customer’s choice comes before the wallet’s language, and that before the shop’s', () => {
  expect(languageOf(null, null, 'en')).toBe('en');
  expect(languageOf(null, 'zh-Hans', 'en')).toBe('zh-Hans');
  expect(languageOf(japanese, 'zh-Hans', 'en')).toBe('ja');
});

it('a choice holds for one customer: from the welcome screen to the next', () => {
  const long = 10 * choiceKeptMs;
  expect(choiceLeft(japanese, true, false, long)).toBe(japanese);
  expect(choiceLeft(japanese, false, false, long)).toBe(japanese);
  expect(choiceLeft(japanese, false, true, 1)).toBeNull();
});

it('a choice of somebody who then went away is forgotten', () => {
  expect(choiceLeft(japanese, true, true, choiceKeptMs - 1)).toBe(japanese);
  expect(choiceLeft(japanese, true, true, choiceKeptMs)).toBeNull();
});

it('the shop’s language is what its address asks for, else the browser’s', () => {
  expect(shopLanguage('ja', 'de-DE')).toBe('ja');
  expect(shopLanguage('zh', 'en')).toBe('zh-Hans');
  expect(shopLanguage(null, 'ja-JP')).toBe('ja');
  expect(shopLanguage(null, 'zh-CN')).toBe('zh-Hans');
  for (const other of ['de-DE', '', 'x']) expect(shopLanguage(null, other)).toBe('en');
  expect(shopLanguage('klingon', 'ja')).toBe('en');
});
