import { generateKeyPairSync } from 'node:crypto';

import { expect, it } from 'vitest';

import { TerminalId } from '#payment';
import { textOfKey } from '#protocol';

import { VirtualClock } from '../testing/virtual-clock.ts';
import type { KnownTill } from './known-tills.ts';
import { keptForMs, TillDirectory } from './till-directory.ts';

function newTill(name: string, change: Partial<KnownTill> = {}): KnownTill {
  const publicKey = textOfKey(generateKeyPairSync('ed25519').publicKey);
  const terminalId = TerminalId.parse(name);
  return { terminalId, name: null, publicKey, settings: '{}', pairedAt: 1, revokedAt: null, ...change };
}

/** A directory over a table that the test changes, and how often it was read. */
function newDirectory(table: () => KnownTill[]) {
  const clock = new VirtualClock(1_790_000_000_000);
  const ownKey = generateKeyPairSync('ed25519').publicKey;
  const reads = { count: 0 };
  const directory = new TillDirectory({
    clock,
    async load() {
      reads.count += 1;
      return table();
    },
    own: { terminalId: TerminalId.parse('TILL1'), key: async () => ownKey },
  });
  return { directory, clock, reads, ownKey };
}

it('[T16] reads the table once in two seconds, whoever asks, and knows of a revocation then', async () => {
  const table = [newTill('TILL2'), newTill('TILL3')];
  const { directory, clock, reads } = newDirectory(() => table);
  const asked = ['TILL2', 'TILL3', 'TILL99', 'nobody', '__proto__'];
  const found = await Promise.all(asked.map(async (name) => await directory.find(name)));
  expect(found.map((till) => till !== null)).toEqual([true, true, false, false, false]);
  expect(reads.count).toBe(1);

  table[0] = { ...newTill('TILL2'), revokedAt: 2 };
  expect(await directory.find('TILL2')).toMatchObject({ revoked: false });
  await clock.advance(keptForMs);
  expect(await directory.find('TILL2')).toMatchObject({ revoked: true });
  table.push(newTill('TILL4'));
  directory.forget();
  expect(await directory.find('TILL4')).toMatchObject({ revoked: false });
});

it('a till without a key in the table is the one that the backend was started with, and no other', async () => {
  const keyless = { publicKey: null, settings: null, pairedAt: null };
  const { directory, ownKey } = newDirectory(() => [newTill('TILL1', keyless), newTill('TILL2', keyless)]);
  expect((await directory.find('TILL1'))?.key).toBe(ownKey);
  expect(await directory.find('TILL2')).toBeNull();
  const heir = newTill('TILL1');
  const found = await newDirectory(() => [heir]).directory.find('TILL1');
  expect(found === null ? null : textOfKey(found.key)).toBe(heir.publicKey);
});

it('a table that could not be read is read again by the next who asks', async () => {
  let fails = true;
  const { directory } = newDirectory(() => {
    if (fails) throw new Error('the database is away');
    return [newTill('TILL2')];
  });
  await expect(directory.find('TILL2')).rejects.toThrow('away');
  fails = false;
  expect(await directory.find('TILL2')).not.toBeNull();
});
