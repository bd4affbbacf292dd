import { expect, it } from 'vitest';

import en from './messages/en.json' with { type: 'json' };
import zhHans from './messages/zh-Hans.json' with { type: 'json' };

it('both languages have the same texts with the same places to fill', () => {
  expect(shape(zhHans)).toEqual(shape(en));
});

function shape(texts: Record<string, unknown>, path = ''): string[] {
  return Object.entries(texts)
    .flatMap(([key, value]) => {
      if (typeof value === 'object' && value !== null) return shape({ ...value }, `${path}${key}.`);
      const places = String(value).match(/\{\{\w+\}\}/g) ?? [];
      return [`${path}${key} ${places.sort().join(' ')}`];
    })
    .sort();
}
