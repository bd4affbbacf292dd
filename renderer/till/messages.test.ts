import { describe, expect, it } from 'vitest';

import { CannotRun, NotSelling, PairingProblem, Refusal, ScanProblem, StoreColour } from '#contract';

import { declineWords } from './decline-words.ts';
import en from './messages/en.json' with { type: 'json' };
import ja from './messages/ja.json' with { type: 'json' };
import zhHans from './messages/zh-Hans.json' with { type: 'json' };

type Tree = { [name: string]: string | Tree };

function leavesOf(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [[`${path}${name}`, value] as const] : [...leavesOf(value, `${path}${name}.`)],
    ),
  );
}

function placesIn(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
}

function where(words: RegExp): string[] {
  return [...english].filter(([, text]) => words.test(text)).map(([key]) => key);
}

const english = leavesOf(en);
const others = [
  ['zh-Hans', leavesOf(zhHans)],
  ['ja', leavesOf(ja)],
] as const;

describe('the catalogues', () => {
  it.each(others)('have the same keys in %s, and the same places to fill in each text', (_, texts) => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of english) expect(placesIn(texts.get(key) ?? ''), key).toEqual(placesIn(text));
  });

  it('have words for everything that the host may say', () => {
    for (const why of ScanProblem.options) expect(en.badScan, why).toHaveProperty(why);
    for (const why of Refusal.options) expect(en.refused, why).toHaveProperty(why);
    for (const why of NotSelling.options) expect(en.notSelling, why).toHaveProperty(why);
    for (const why of PairingProblem.options) expect(en.pairing.problem, why).toHaveProperty(why);
    for (const why of CannotRun.options) expect(en.cannotRun, why).toHaveProperty(why);
    for (const colour of StoreColour.options) expect(en.storeWord, colour).toHaveProperty(colour);
  });

  it('[V5] speak of "error", "failed" and "timeout" nowhere', () => {
    for (const [key, text] of english) expect(text, key).not.toMatch(/\b(error|failed|failure|timeout|timed out)\b/i);
  });

  it('[V5] say that nothing was charged or kept only where that is final', () => {
    expect(where(/nothing was charged/i)).toEqual([
      'outcome.nothingCharged',
      'refused.not-selling.todo',
      'spoken.declined',
    ]);
    expect(where(/nothing is kept/i)).toEqual([
      'outcome.nothingKept',
      'outcome.closed',
      'spoken.cancelled',
      'spoken.turned.cancelled',
      'spoken.closedCode',
    ]);
    // A cancel does not say that; only a refusal does.
    expect(where(/nothing was taken/i)).toEqual(['spoken.turned.declined']);
  });
});

it('a decline without words of its own gets the general ones', () => {
  expect(declineWords('EXPIRED_CODE', 'PaymentCode')).toBe('EXPIRED_CODE');
  expect(declineWords('SOMETHING_NEW', 'PaymentCode')).toBe('other');
  expect(declineWords('toString', 'PaymentCode')).toBe('other');
  expect(declineWords(null, 'OrderCode')).toBe('other');
});

it('a decline of our own code asks nobody to refresh theirs', () => {
  expect(declineWords('EXPIRED_CODE', 'OrderCode')).toBe('ourCode');
  expect(declineWords('RISK_REJECT', 'OrderCode')).toBe('RISK_REJECT');
});
