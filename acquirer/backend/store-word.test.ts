import { createHmac } from 'node:crypto';

import { expect, it } from 'vitest';

import { StoreWord } from '#payment';

import { storeWordOf } from './store-word.ts';

const keyedBy = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest('hex');
const at = Date.UTC(2026, 10, 21, 12, 3, 7);

it('the store’s word is one for all of a minute, and another in the next, in another store and under another key', () => {
  const word = storeWordOf('S1', at, keyedBy('a'));
  expect(StoreWord.parse(word)).toEqual(word);
  expect(storeWordOf('S1', at + 52_000, keyedBy('a'))).toEqual(word);
  const others = [
    ...Array.from({ length: 20 }, (_, minute) => storeWordOf('S1', at + (minute + 1) * 60_000, keyedBy('a'))),
    storeWordOf('S2', at, keyedBy('a')),
    storeWordOf('S1', at, keyedBy('b')),
  ];
  expect(new Set([word, ...others].map((one) => JSON.stringify(one))).size).toBeGreaterThan(18);
});

it('all words and colours come up', () => {
  const hours = Array.from({ length: 20_000 }, (_, minute) => storeWordOf('S1', minute * 60_000, keyedBy('a')));
  expect(new Set(hours.map(({ colour }) => colour)).size).toBe(8);
  expect(new Set(hours.map(({ word }) => word)).size).toBe(67);
  for (const word of hours.slice(0, 500)) expect(StoreWord.safeParse(word).success).toBe(true);
});
