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

/** Where each secret may come from instead of its file: PEM (PKCS#8) for the keys, 32 bytes in hex for the hash key. */
export const keyVariables = {
  alipay: 'COUNTERPAY_ALIPAY_KEY',
  backend: 'COUNTERPAY_BACKEND_KEY',
  hash: 'COUNTERPAY_HASH_KEY',
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The backend's own secrets: from the environment, else from files of mode 0600 in its data folder, made on the first
 * start.
 */
export type Keys = {
  /** RSA-2048: signs towards Alipay+. */
  alipay: KeyObject;
  /** Ed25519: signs answers to tills. */
  backend: KeyObject;
  /** HMAC-SHA256 in hex, of bodies and of payment codes (V37). */
  keyedHash: (text: string) => string;
};

/** @throws StartFault when a key file can be read by others, or a key is none of its kind. */
export async function openKeys(dataDir: string, environment: Environment): Promise<Keys> {
  const alipay = await privateKey(dataDir, 'alipay', environment, 'rsa');
  const backend = await privateKey(dataDir, 'backend', environment, 'ed25519');
  const file = join(dataDir, 'hash.key');
  const given = environment[keyVariables.hash];
  const hashKey = given ?? (await secretFile(file, () => `${randomBytes(32).toString('hex')}\n`));
  const hashSecret = Buffer.from(hashKey.trim(), 'hex');
  if (hashSecret.length !== 32)
    throw new StartFault(`${given === undefined ? file : keyVariables.hash} is not a key of 32 bytes in hex.`);
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

async function privateKey(
  dataDir: string,
  name: 'alipay' | 'backend',
  environment: Environment,
  kind: 'rsa' | 'ed25519',
): Promise<KeyObject> {
  const path = join(dataDir, `${name}.key.pem`);
  const given = environment[keyVariables[name]];
  const pem = given ?? (await secretFile(path, () => newKey(kind).export({ type: 'pkcs8', format: 'pem' }).toString()));
  const key = readPrivateKey(pem);
  if (key?.asymmetricKeyType !== kind)
    throw new StartFault(`${given === undefined ? path : keyVariables[name]} is not a private ${kind} key in PEM.`);
  const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  await writeDurably(join(dataDir, `${name}.pub.pem`), publicPem, { flags: 'w', mode: 0o644 });
  return key;
}

function newKey(kind: 'rsa' | 'ed25519'): KeyObject {
  return kind === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
    : generateKeyPairSync('ed25519').privateKey;
}

function readPrivateKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
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
