import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sampleSettings, type ShopSettings } from '#contract';
import { signGrant } from '#protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { keepPairing, pairingFile, readPairing } from './pairing-file.ts';
import { grantText } from './testing/stand-in-backend.ts';

const key = newKey();
const backendKey = newKey();

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'counterpay-pairing-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function newKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

function keep(settings: ShopSettings, signedBy = backendKey): void {
  const grant = grantText(settings, backendKey);
  keepPairing(folder, { backend: 'https://pay.example', grant, signature: signGrant(grant, signedBy) }, key);
}

it('is read as it was kept, by its owner alone; where there is none, there is none', () => {
  expect(readPairing(folder, key)).toEqual({ ok: true, value: null });
  keep({ ...sampleSettings, environment: 'production' });
  expect(readPairing(folder, key)).toMatchObject({
    ok: true,
    value: { backend: 'https://pay.example', settings: { environment: 'production', terminalId: 'TILL1' } },
  });
  expect(statSync(pairingFile(folder)).mode & 0o777).toBe(0o600);
});

it('[V34] with any byte of it changed, or one more or less, it is refused in words', () => {
  keep(sampleSettings);
  const file = pairingFile(folder);
  const whole = readFileSync(file);
  const refused = { ok: false, error: expect.stringMatching(/^The file was changed, .+\.$/) };
  const changed = (bytes: Buffer): unknown => {
    writeFileSync(file, bytes);
    return readPairing(folder, key);
  };
  for (let at = 0; at < whole.length; at++) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    expect(changed(bytes), `byte ${at}`).toEqual(refused);
  }
  for (const length of [0, 1, whole.length - 1]) expect(changed(whole.subarray(0, length))).toEqual(refused);
  expect(changed(Buffer.concat([whole, Buffer.from(' ')]))).toEqual(refused);
  expect(changed(whole)).toMatchObject({ ok: true });
});

it('[T18] the file of another machine is none of ours, nor one that no backend has signed', () => {
  keep(sampleSettings);
  expect(readPairing(folder, newKey())).toMatchObject({ ok: false, error: expect.stringMatching(/another machine/) });
  keep(sampleSettings, newKey());
  expect(readPairing(folder, key)).toMatchObject({ ok: false, error: expect.stringMatching(/not signed by it/) });
});
