import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { writeWhole } from './whole-file.ts';

/** The till's own key. It is made here and never leaves; the public half lies beside it for the backend. */
export function terminalKey(folder: string): KeyObject {
  const file = keyFile(folder);
  return withPublicHalf(folder, existing(file) ?? made(file));
}

/** Another key in the place of the one before, which was revoked. */
export function newTerminalKey(folder: string): KeyObject {
  return withPublicHalf(folder, made(keyFile(folder)));
}

function keyFile(folder: string): string {
  return join(folder, 'terminal.key.pem');
}

/** Written when it is not there as it should be: to put it on the disk anew costs a sync at each start, some 20 ms. */
function withPublicHalf(folder: string, key: KeyObject): KeyObject {
  const publicPem = String(createPublicKey(key).export({ type: 'spki', format: 'pem' }));
  const file = join(folder, 'terminal.pub.pem');
  if (textIn(file) !== publicPem) writeWhole(file, publicPem, 0o644);
  return key;
}

/** Null when it cannot be read. */
function textIn(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Reads the backend's public key when it is first there; null until then. */
export function backendKeyFrom(file: string): () => KeyObject | null {
  let key: KeyObject | null = null;
  return () => {
    if (key !== null) return key;
    try {
      key = createPublicKey(readFileSync(file));
    } catch {
      return null; // not written yet, or half written: it is looked for again
    }
    return key;
  };
}

function existing(file: string): KeyObject | null {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  chmodSync(file, 0o600);
  return createPrivateKey(pem);
}

function made(file: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  writeWhole(file, String(privateKey.export({ type: 'pkcs8', format: 'pem' })), 0o600);
  return privateKey;
}
