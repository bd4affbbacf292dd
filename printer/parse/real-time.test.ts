import { expect, it } from 'vitest';

import { bytes } from '../testing/printed.ts';
import { RealTimeWatch } from './real-time.ts';

const found = (...chunks: readonly Uint8Array[]): string[] => {
  const watch = new RealTimeWatch();
  return chunks.flatMap((chunk) => watch.push(chunk)).map(({ bytes: command }) => Buffer.from(command).toString('hex'));
};

it.each<[string, Uint8Array[], string[]]>([
  ['alone', [bytes(0x10, 4, 1)], ['100401']],
  ['in the data of another command', [bytes(0x1d, 'v0', 0, 3, 0, 1, 0, 0x10, 4, 2)], ['100402']],
  ['split over three packets', [bytes('x', 0x10), bytes(4), bytes(4, 'x')], ['100404']],
  ['after a DLE that belongs to nothing', [bytes(0x10, 0x10, 4, 1)], ['100401']],
  ['with a parameter more', [bytes(0x10, 4, 7, 1, 0x10, 5, 2)], ['10040701', '100502']],
  ['a pulse for the drawer', [bytes(0x10, 0x14, 1, 0, 5)], ['1014010005']],
  ['one of a function that does not exist', [bytes(0x10, 0x14, 9, 0x10, 4, 1)], ['100401']],
  ['none in text', [bytes('No DLE here', 4, 5)], []],
])('finds a real-time command %s', (_name, chunks, expected) => {
  expect(found(...chunks)).toEqual(expected);
});

it('forgets a half one when the power goes', () => {
  const watch = new RealTimeWatch();
  watch.push(bytes(0x10));
  watch.forget();
  expect(watch.push(bytes(4, 1))).toEqual([]);
});
