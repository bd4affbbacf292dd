import { describe, expect, it } from 'vitest';

import { CannotRun, NotSelling, PairingProblem, Refusal, ScanProblem, StoreColour } from '#contract';

import { declineWords } from './decline-words.ts';
import laterEn from './later/messages/en.json' with { type: 'json' };
import laterJa from './later/messages/ja.json' with { type: 'json' };
import laterZhHans from './later/messages/zh-Hans.json' with { type: 'json' };
import firstEn from './messages/en.json' with { type: 'json' };
import firstJa from './messages/ja.json' with { type: 'json' };
import firstZhHans from './messages/zh-Hans.json' with { type: 'json' };

const en = { ...firstEn, ...laterEn };

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
  ['zh-Hans', leavesOf({ ...firstZhHans, ...laterZhHans })],
  ['ja', leavesOf({ ...firstJa, ...laterJa })],
] as const;

describe('the catalogues', () => {
  it('of the screens that come later take nothing from those that are there', () => {
    expect(Object.keys(laterEn).filter((name) => name in firstEn)).toEqual([]);
  });

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
