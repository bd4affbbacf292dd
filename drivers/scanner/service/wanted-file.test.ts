import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DeviceId } from '#contract';

import { wantedFile } from './wanted-file.ts';
import type { WantedFacts } from './wanted-scanner.ts';

const scanner: WantedFacts = {
  id: DeviceId.parse('hid:0c2e:0b62:A1'),
  via: 'hid-pos',
  name: 'Honeywell Scanner',
  layout: 'aim-first',
};

let folder: string;
let log: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wanted-'));
  log = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function store() {
  return wantedFile(folder, (words) => log.push(words));
}

describe('scanners.json', () => {
  it('keeps what was written, in a folder that need not be there yet', () => {
    folder = join(folder, 'new');
    expect(store().read()).toEqual([]);
    expect(store().write([scanner])).toBe(true);

    expect(store().read()).toEqual([scanner]);
    expect(log).toEqual([]);
    folder = join(folder, '..');
  });

  it.each(['', 'null', '{"version":2,"scanners":[]}', '{"version":1,"scanners":[{"id":""}]}', '\0\0\0'])(
    'that reads %j is put aside, and nothing is wanted',
    (text) => {
      writeFileSync(join(folder, 'scanners.json'), text);

      expect(store().read()).toEqual([]);
      expect(readdirSync(folder)).toEqual(['scanners.json.unread']);
      expect(readFileSync(join(folder, 'scanners.json.unread'), 'utf8')).toBe(text);
      expect(log).toHaveLength(1);
    },
  );

  it('that cannot be written is said, and ends nothing', () => {
    writeFileSync(join(folder, 'file'), '');

    expect(wantedFile(join(folder, 'file'), () => undefined).write([scanner])).toBe(false);
    expect(wantedFile(join(folder, 'file'), () => undefined).read()).toEqual([]);
  });
});
