import { generateKeyPairSync, type KeyObject } from 'node:crypto';

import { readPairingCode, type PairingProblem, type ShopSettings } from '#contract';
import type { Result } from '#payment';

import { backendLink, type BackendLink } from '../../client/backend-link.ts';
import { askToPair, readGrant, type SignedGrant } from '../../client/pairing.ts';
import { clock, ids } from './machine.ts';

export function newKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

/** As a till does when its screen has taken a code. */
export async function enter(
  baseUrl: string,
  typed: string,
  key: KeyObject,
): Promise<Result<SignedGrant, PairingProblem | 'key-revoked'>> {
  return await askToPair({ baseUrl, code: readPairingCode(typed) ?? '', key, nonce: ids.next(), clock });
}

export type PairedTill = { settings: ShopSettings; link: BackendLink };

/** @throws Error when it was refused */
export async function pairedTill(baseUrl: string, typed: string, key = newKey()): Promise<PairedTill> {
  const granted = await enter(baseUrl, typed, key);
  if (!granted.ok) throw new Error(granted.error);
  const read = readGrant(granted.value);
  if (!read.ok) throw new Error(read.error);
  const { settings, backendKey } = read.value;
  const { terminalId } = settings;
  const link = backendLink({ baseUrl, terminalId, key, backendKey: () => backendKey }, { clock, ids });
  return { settings, link };
}
