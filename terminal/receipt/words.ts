import type { ReceiptLanguage } from '#contract';

import { en } from './messages/en.ts';
import { ja } from './messages/ja.ts';
import type { Messages } from './messages/messages.ts';
import { th } from './messages/th.ts';
import { zhHans } from './messages/zh-hans.ts';

/** The shop's language first, then the customer's where it is another. */
export type ReceiptLanguages = readonly [ReceiptLanguage] | readonly [ReceiptLanguage, ReceiptLanguage];

export function receiptLanguages(shop: ReceiptLanguage, customer: ReceiptLanguage | null): ReceiptLanguages {
  return customer === null || customer === shop ? [shop] : [shop, customer];
}

const catalogues: Readonly<Record<ReceiptLanguage, Messages>> = { en, 'zh-Hans': zhHans, ja, th };

/** One message in each of the languages; what is the same in both is said once. */
export function inEach(languages: ReceiptLanguages, message: (messages: Messages) => string): string[] {
  return [...new Set(languages.map((language) => message(catalogues[language])))];
}

/** The name of a thing, in both languages: `Amount / 金额`. */
export function nameOf(languages: ReceiptLanguages, name: keyof Messages['names']): string {
  return inEach(languages, ({ names }) => names[name]).join(' / ');
}

/** `COPY {n}` → `COPY 2`. */
export function filled(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}
