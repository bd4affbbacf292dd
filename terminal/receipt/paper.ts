import type { ReceiptDocument, ReceiptKind, ReceiptLanguage, ReceiptSettings } from '#contract';
import type { EpochMs } from '#payment';

import type { Settings } from '../settings/settings.ts';
import { centred, gap, pair, rule, type Line } from './lines.ts';
import { markupOf } from './markup.ts';
import { plainText } from './plain-text.ts';
import { filled, inEach, nameOf, receiptLanguages, type ReceiptLanguages } from './words.ts';

/** What the shop says on all of its paper. */
export type PaperShop = Pick<Settings, 'environment' | 'terminalId' | 'terminalName' | 'merchant' | 'store'> & {
  paper: ReceiptSettings;
};

/** What is to be printed on, when, and for whom. */
export type Paper = {
  shop: PaperShop;
  columns: number;
  /** Null: not known, or the shop's. */
  customerLanguage: ReceiptLanguage | null;
  /** How often paper may have moved for this before: 0 is the first one, and the only one without a mark (V41). */
  copy: number;
  /** Wall clock. */
  printedAt: EpochMs;
};

export function languagesOf({ shop, customerLanguage }: Paper): ReceiptLanguages {
  return receiptLanguages(shop.paper.language ?? 'en', customerLanguage);
}

/** The locale that a shop's amounts are written in. */
export function localeOf({ shop }: Paper): ReceiptLanguage {
  return shop.paper.language ?? 'en';
}

/**
 * Every document is made here, so that none leaves without the sandbox's mark (V34), at both ends of the paper and so on either part
 * of a torn one, nor a second one without that of a copy (V41).
 */
export function documentOf(
  kind: ReceiptKind,
  number: number | null,
  body: readonly Line[],
  paper: Paper,
): ReceiptDocument {
  const { shop, columns, copy } = paper;
  const mark = sandboxMark(paper);
  const lines = [
    ...mark,
    ...shopLines(shop),
    rule,
    ...copyMark(paper),
    ...body,
    ...(shop.paper.footer ?? []).map((line) => centred(line)),
    ...(mark.length === 0 ? [] : [gap, ...mark]),
  ];
  return {
    kind,
    environment: shop.environment,
    number,
    copy,
    columns,
    languages: [...languagesOf(paper)],
    markup: markupOf(lines, columns),
  };
}

/** Nothing in production. In between it stands beside the word PAID, too: that is what somebody would cut out. */
export function sandboxMark(paper: Paper): Line[] {
  if (paper.shop.environment === 'production') return [];
  const says = inEach(languagesOf(paper), ({ sandbox }) => sandbox);
  return [centred('SANDBOX', 'inverse'), ...says.map((line) => centred(line))];
}

/** Which till it is, by both of its names where it has two. */
export function tillPair(paper: Paper): Line {
  const { terminalId, terminalName } = paper.shop;
  const name = terminalName === undefined ? terminalId : `${terminalName} (${terminalId})`;
  return pair(nameOf(languagesOf(paper), 'till'), name);
}

function shopLines({ merchant, store, paper }: PaperShop): Line[] {
  const [merchantName, storeName] = [plainText(merchant.merchantName), plainText(store.storeName)];
  return [
    // A store's name often begins with the merchant's.
    ...(storeName.startsWith(merchantName) ? [] : [centred(merchantName, 'strong')]),
    centred(storeName, 'strong'),
    ...(paper.header ?? []).map((line) => centred(line)),
  ];
}

function copyMark(paper: Paper): Line[] {
  if (paper.copy === 0) return [];
  return inEach(languagesOf(paper), ({ copy }) => filled(copy, { n: paper.copy })).map((line) =>
    centred(line, 'inverse'),
  );
}
