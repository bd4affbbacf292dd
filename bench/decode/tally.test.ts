import { expect, it } from 'vitest';

import { holdingOf } from './holding.ts';
import type { Decoding, Reader } from './readers.ts';
import { tallyOf } from './tally.ts';

const luma = { data: new Uint8ClampedArray(1), width: 1, height: 1 };
const code = '281234567890123456';

function readerOf(...texts: string[]): Reader {
  const readings = texts.map((text) => ({ text, symbology: 'qr' as const }));
  return { name: 'one', known: 'one', read: () => readings };
}

it('counts what was read, and what is known to be read and was not', () => {
  const tally = tallyOf(readerOf(code), 'pages');
  tally.look({ file: 'a', luma, expected: code, known: 'qr' });
  tally.look({ file: 'b', luma, expected: code, known: 'code128+qr' });
  tally.look({ file: 'c', luma, expected: 'something else', known: '' });
  expect(tally.line()).toMatchObject({ images: 3, expected: 3, read: 2, rate: 0.667, known: 2, lost: ['b'] });
});

it('counts every text that is not on the picture, and those that look like a payment code apart', () => {
  const tally = tallyOf(readerOf(code, 'nonsense', '\u001dparcel'), 'pages');
  tally.look({ file: 'a', luma, expected: 'parcel', known: null });
  tally.look({ file: 'b', luma, expected: null, known: null });
  expect(tally.line()).toMatchObject({ read: 1, expected: 1, misread: 5, misreadCodes: 2, known: null, lost: [] });
});

it('counts a code that the rule accepts as right only when it is on the picture', () => {
  const decoding = {
    agreement: () => ({ offer: () => ({ code, by: 'qr' }), reset: () => undefined }),
    readFrame: () => [],
  } as unknown as Decoding;
  const holding = holdingOf(decoding, 'two-decoders', 'pages');
  holding.hold([luma, luma], code);
  holding.hold([luma], '300011112222333344');
  holding.hold([luma], null);
  expect(holding.line()).toMatchObject({ images: 3, frames: 3, accepted: 1, wrong: 2 });
});
