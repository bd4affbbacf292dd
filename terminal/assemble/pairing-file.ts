import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { err, ok, type Result } from '#payment';
import * as z from 'zod';

import { readGrant, type Granted, type SignedGrant } from '../../acquirer/client/index.ts';
import { writeWhole } from './whole-file.ts';

/** What a paired till keeps: the backend's address, and what it granted and signed. */
export type Pairing = SignedGrant & { backend: string };

const Kept = z.strictObject({
  version: z.literal(1),
  backend: z.string().max(256),
  grant: z.string().max(16_384),
  signature: z.string().max(128),
  /** This till's own signature over the other three: the file of another machine is none of ours. */
  seal: z.string().max(128),
});

export function pairingFile(folder: string): string {
  return join(folder, 'pairing.json');
}

/** Durable when this returns. Throws when it cannot be written. `key`: the till's Ed25519 private key. */
export function keepPairing(folder: string, pairing: Pairing, key: KeyObject): void {
  const seal = sign(null, sealedText(pairing), key).toString('base64');
  writeWhole(pairingFile(folder), textOf({ version: 1, ...pairing, seal }), 0o600);
}

/** Null: this till was never paired. A file with one other byte is an error, in words. Throws when it cannot be read. */
export function readPairing(folder: string, key: KeyObject): Result<(Granted & { backend: string }) | null, string> {
  const text = textIn(pairingFile(folder));
  if (text === null) return ok(null);
  const kept = Kept.safeParse(parsed(text));
  if (!kept.success || textOf(kept.data) !== text || !isSealed(kept.data, key))
    return err(`The file was changed, or belongs to another machine. ${again}`);
  const granted = readGrant(kept.data);
  return granted.ok ? ok({ ...granted.value, backend: kept.data.backend }) : err(`${granted.error} ${again}`);
}

function isSealed({ seal, ...pairing }: z.infer<typeof Kept>, key: KeyObject): boolean {
  const bytes = Buffer.from(seal, 'base64');
  // Base 64 has more than one text for the same bytes.
  return bytes.toString('base64') === seal && verify(null, sealedText(pairing), createPublicKey(key), bytes);
}

const again = 'Move it away, start this till again and pair it with a new code.';

function sealedText({ backend, grant, signature }: Pairing): Buffer {
  return Buffer.from(`counterpay-pairing\n${backend}\n${grant}\n${signature}`, 'utf8');
}

function textOf({ version, backend, grant, signature, seal }: z.infer<typeof Kept>): string {
  return `${JSON.stringify({ version, backend, grant, signature, seal }, null, 2)}\n`;
}

function textIn(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
