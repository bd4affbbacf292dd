import bwipjs from 'bwip-js';
import { expect, it } from 'vitest';

import { scanTestText } from '#contract';

import { barsPicture } from './bars-picture.ts';

/** Where the bars are, in modules: `1` is black. */
function modulesOf(address: string): string {
  const picture = decodeURIComponent(address.slice(address.indexOf(',') + 1));
  const [, width = ''] = /viewBox="0 0 (\d+) 1"/.exec(picture) ?? [];
  const modules = Array.from({ length: Number(width) }, () => '0');
  for (const [, x, bar] of picture.matchAll(/<rect x="(\d+)" width="(\d+)"/g))
    modules.fill('1', Number(x), Number(x) + Number(bar));
  return modules.join('');
}

it('draws the bars that another maker of Code 128 draws', () => {
  // `sbs`: widths of bars and spaces in turn.
  const [drawn] = bwipjs.raw({ bcid: 'code128', text: scanTestText });
  if (drawn === undefined || !('sbs' in drawn)) throw new Error('nothing was drawn');
  const expected = drawn.sbs.map((width, at) => (at % 2 === 0 ? '1' : '0').repeat(width)).join('');
  expect(modulesOf(barsPicture(scanTestText))).toBe('0'.repeat(10) + expected + '0'.repeat(10));
});
