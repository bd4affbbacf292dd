import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { networkPrinter } from '../testing/printer-world.ts';
import { printersFile, type KeptPrinter } from './kept-printers.ts';
import { nothingKnown } from './knowledge.ts';
import { profileAtFirst } from './printer-service.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-printers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const printer: KeptPrinter = {
  id: networkPrinter,
  name: 'EPSON TM-T20III',
  place: { via: 'network', host: '192.0.2.7', port: 9_100 },
  profile: profileAtFirst,
  knowledge: nothingKnown,
};
const file = (): string => join(folder, 'printers.json');
const log: string[] = [];
const store = (): ReturnType<typeof printersFile> => printersFile(folder, (words) => log.push(words));

it('keeps printers as they are', () => {
  expect(store().read()).toEqual([]);
  expect(store().write([printer])).toBe(true);
  expect(store().read()).toEqual([printer]);
});

it.each([
  ['nothing of ours', 'hello'],
  ['cut off', '{"version":1,"printers":['],
  ['of another version', '{"version":2,"printers":[]}'],
  ['with something more', '{"version":1,"printers":[],"more":1}'],
  ['endless', `{"version":1,"printers":[]${' '.repeat(100_000)}}`],
  [
    'with an option for a queue',
    JSON.stringify({ version: 1, printers: [{ ...printer, place: { via: 'system', queue: '-oraw' } }] }),
  ],
  ['with no port', JSON.stringify({ version: 1, printers: [{ ...printer, place: { ...printer.place, port: 0 } }] })],
])('puts a file aside that is %s', (_, text) => {
  writeFileSync(file(), text);
  expect(store().read()).toEqual([]);
  expect([existsSync(file()), readFileSync(`${file()}.unread`, 'utf8')]).toEqual([false, text]);
});

it('says so when it cannot write', () => {
  expect(printersFile(join(folder, 'printers.json', 'x'), () => undefined).write([printer])).toBe(true);
  expect(store().write([printer])).toBe(false);
});
