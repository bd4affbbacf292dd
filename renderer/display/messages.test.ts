import { describe, expect, it } from 'vitest';

import { StoreColour } from '#contract';

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

const english = leavesOf(en);

describe.each([
  ['zh-Hans', leavesOf(zhHans)],
  ['ja', leavesOf(ja)],
])('the catalogue %s', (_, other) => {
  it('has the same keys as English, and the same places to fill in each text', () => {
    expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of english) expect(placesIn(other.get(key) ?? ''), key).toEqual(placesIn(text));
  });

  it('leaves nothing in English but a name', () => {
    const same = [...english].filter(([key, text]) => other.get(key) === text).map(([key]) => key);
    expect(same).toEqual(['app.spoken', 'app.plusSign']);
  });
});

describe('the words', () => {
  it('name every colour of the word of the minute', () => {
    expect(Object.keys(en.colours).sort()).toEqual([...StoreColour.options].sort());
  });

  it('[V5] speak of "error", "failed" and "timeout" nowhere', () => {
    for (const [key, text] of english) expect(text, key).not.toMatch(/\b(error|failed|failure|timeout|timed out)\b/i);
  });

  it('[V5] say that nothing was charged, or that one may try again, only where it is final', () => {
    const sure = [...english].filter(([, text]) => /nothing was charged|another wallet/i.test(text));
    expect(sure.map(([key]) => key)).toEqual(['notPaid.title', 'notPaid.lead']);
  });
});
