import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { keyVariables, openKeys } from './keys.ts';

let dataDir = '';

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'counterpay-keys-'));
});

afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

it('makes its keys once, readable by nobody else', async () => {
  const first = await openKeys(dataDir, {});
  for (const name of ['alipay.key.pem', 'backend.key.pem', 'hash.key'])
    expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
  const second = await openKeys(dataDir, {});
  expect(second.alipay.equals(first.alipay)).toBe(true);
  expect(second.backend.equals(first.backend)).toBe(true);
  expect(second.keyedHash('text')).toBe(first.keyedHash('text'));
});

it('takes its keys from the environment, and then writes no secret', async () => {
  const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
  const alipay = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
  const backend = generateKeyPairSync('ed25519').privateKey;
  const keys = await openKeys(dataDir, {
    [keyVariables.alipay]: alipay.export(pkcs8).toString(),
    [keyVariables.backend]: backend.export(pkcs8).toString(),
    [keyVariables.hash]: 'ab'.repeat(32),
  });
  expect(keys.alipay.equals(alipay)).toBe(true);
  expect(keys.backend.equals(backend)).toBe(true);
  expect((await readdir(dataDir)).toSorted()).toEqual(['alipay.pub.pem', 'backend.pub.pem']);
});

it('refuses a key file that others can read, a key of another kind, and what is no key', async () => {
  await openKeys(dataDir, {});
  await chmod(join(dataDir, 'alipay.key.pem'), 0o644);
  await expect(openKeys(dataDir, {})).rejects.toThrow('others on this machine can read');
  await chmod(join(dataDir, 'alipay.key.pem'), 0o600);
  const rsa = await readFile(join(dataDir, 'alipay.key.pem'), 'utf8');
  await expect(openKeys(dataDir, { [keyVariables.backend]: rsa })).rejects.toThrow('not a private ed25519 key');
  await expect(openKeys(dataDir, { [keyVariables.alipay]: 'hello' })).rejects.toThrow(keyVariables.alipay);
  await expect(openKeys(dataDir, { [keyVariables.hash]: '12' })).rejects.toThrow(keyVariables.hash);
});
