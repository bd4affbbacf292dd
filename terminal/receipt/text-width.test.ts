import { describe, expect, it } from 'vitest';

import { clustersOf, columnsOf } from './text-width.ts';

describe('the columns of a text', () => {
  it.each([
    ['', 0],
    ['€12.50', 6],
    ['é', 1],
    ['e\u0301', 1],
    ['简体中文', 8],
    ['お支払い', 8],
    ['カﾅ', 3],
    ['￥1', 3],
    ['₩1', 2],
    ['한글', 4],
    ['\u1112\u1161\u11ab', 2],
    ['ไทย', 3],
    ['กี่', 1],
    ['น้ำ', 2],
    ['ế', 1],
    ['👍🏽', 2],
    ['👩‍👩‍👧', 2],
    ['☕', 2],
    ['✈\ufe0f', 2],
    ['✈', 1],
    ['🇸🇬', 2],
  ])('%s takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  it('of a letter with its marks are one piece, which is never cut', () => {
    expect(clustersOf('กี่น้ำ').map(({ text }) => text)).toEqual(['กี่', 'น้ำ']);
    expect(clustersOf('e\u0301a').map(({ text }) => text)).toEqual(['e\u0301', 'a']);
  });

  it('of a pile of vowels that nobody writes can still be broken', () => {
    const pile = clustersOf(`क${'\u093e'.repeat(60)}`);
    expect(Math.max(...pile.map(({ columns }) => columns))).toBe(1);
  });
});
