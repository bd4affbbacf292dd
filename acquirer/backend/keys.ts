import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { StartFault } from './postgres/fault.ts';

/** The backend's own secrets, made on the first start in its data folder and readable by nobody else. */
export type Keys = {
  /** RSA-2048: signs towards Alipay+. */
  alipay: KeyObject;
  /** Ed25519: signs answers to tills. */
  backend: KeyObject;
  /** HMAC-SHA256 in hex, of bodies and of payment codes (V37). */
  keyedHash: (text: string) => string;
};

/** @throws StartFault when a key file can be read by others or is no key. */
export async function openKeys(dataDir: string): Promise<Keys> {
  const alipay = await privateKey(
    dataDir,
    'alipay',
    () => generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey,
  );
  const backend = await privateKey(dataDir, 'backend', () => generateKeyPairSync('ed25519').privateKey);
  const hashKey = await secretFile(join(dataDir, 'hash.key'), () => `${randomBytes(32).toString('hex')}\n`);
  const hashSecret = Buffer.from(hashKey.trim(), 'hex');
  if (hashSecret.length !== 32) throw new StartFault(`${join(dataDir, 'hash.key')} is not a key of 32 bytes in hex.`);
  return { alipay, backend, keyedHash: (text) => createHmac('sha256', hashSecret).update(text).digest('hex') };
}

/** A public key that another process writes; null until it is there. Read again until it could be read once. */
export function publicKeyFile(path: string): () => KeyObject | null {
  let known: KeyObject | null = null;
  return () => {
    known ??= readPublicKey(path);
    return known;
  };
}

function readPublicKey(path: string): KeyObject | null {
  try {
    return createPublicKey(readFileSync(path));
  } catch {
    return null; // not there yet, or half written
  }
}

async function privateKey(dataDir: string, name: string, make: () => KeyObject): Promise<KeyObject> {
  const path = join(dataDir, `${name}.key.pem`);
  const pem = await secretFile(path, () => make().export({ type: 'pkcs8', format: 'pem' }).toString());
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new StartFault(`${path} is not a private key in PEM.`);
  }
  const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  await writeDurably(join(dataDir, `${name}.pub.pem`), publicPem, { flags: 'w', mode: 0o644 });
  return key;
}

async function secretFile(path: string, make: () => string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    const text = make();
    await writeDurably(path, text, { flags: 'wx', mode: 0o600 });
    return text;
  }
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new StartFault(`${path} is a secret that others on this machine can read: run chmod 600 on it.`);
  return await readFile(path, 'utf8');
}

async function writeDurably(path: string, text: string, how: { flags: string; mode: number }): Promise<void> {
  const file = await open(path, how.flags, how.mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
