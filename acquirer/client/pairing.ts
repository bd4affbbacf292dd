import type { KeyObject } from 'node:crypto';

import { PairingAnswer, PairingGrant, ShopSettings, type PairingProblem } from '#contract';
import { err, ok, type Clock, type Result } from '#payment';
import {
  backendProof,
  grantIsSigned,
  isSameProof,
  keyFromText,
  pairingCodeId,
  pairingKeyOf,
  readJsonObject,
  textOfKey,
  tillProof,
} from '#protocol';

import { addressOf, exchange } from './exchange.ts';

/** A grant's text and its signature, as they came and as they are kept. */
export type SignedGrant = { grant: string; signature: string };

/** What a grant says, once it is believed. */
export type Granted = { settings: ShopSettings; backendKey: KeyObject };

export type PairingAttempt = {
  baseUrl: string;
  /** As `readPairingCode` gives it. */
  code: string;
  /** The till's own Ed25519 private key. */
  key: KeyObject;
  /** Letters and digits, never the same twice. */
  nonce: string;
  clock: Clock;
};

/**
 * Asks a backend to take this till, by a code that a person brought from there. Never rejects. `key-revoked`: the same code
 * is good for another key.
 */
export async function askToPair(attempt: PairingAttempt): Promise<Result<SignedGrant, PairingProblem | 'key-revoked'>> {
  const { baseUrl, nonce, clock } = attempt;
  const codeKey = pairingKeyOf(attempt.code);
  const named = { codeId: pairingCodeId(codeKey), terminalKey: textOfKey(attempt.key), nonce };
  const body = Buffer.from(JSON.stringify({ ...named, proof: tillProof(codeKey, named) }), 'utf8');
  const headers = { 'content-type': 'application/json; charset=UTF-8' };
  const url = addressOf(baseUrl, '/v1/pairing');
  const came = await exchange({ method: 'POST', url, headers, body }, clock);
  if (!came.ok) return err(came.error.why === 'too-large' ? 'not-counterpay' : 'unreachable');
  const json = came.value.status === 200 ? readJsonObject(came.value.body) : null;
  const answer = json?.ok === true ? PairingAnswer.safeParse(json.value) : null;
  if (answer === null || !answer.success) return err('not-counterpay');
  if (answer.data.is === 'refused') return err(answer.data.why);
  const { grant, signature, proof } = answer.data;
  // Only who knows the code can have made this proof, and it covers the grant: nobody between has put in a key of theirs.
  if (!isSameProof(backendProof(codeKey, named, grant), proof)) return err('not-counterpay');
  return readGrant({ grant, signature }).ok ? ok({ grant, signature }) : err('not-counterpay');
}

/** Reads a grant and verifies that the backend which it names has signed it. The error is a sentence. */
export function readGrant({ grant, signature }: SignedGrant): Result<Granted, string> {
  const json = readJsonObject(Buffer.from(grant, 'utf8'));
  const read = json.ok ? PairingGrant.safeParse(json.value) : null;
  if (read === null || !read.success) return err('What the backend granted does not read.');
  const { backendKey, settings, terminalId } = read.data;
  const key = keyFromText(backendKey);
  if (key === null || !grantIsSigned({ grant, signature }, backendKey))
    return err('What the backend granted is not signed by it.');
  const shop = ShopSettings.safeParse(settings);
  if (!shop.success || shop.data.terminalId !== terminalId)
    return err('The settings that the backend granted do not fit.');
  return ok({ settings: shop.data, backendKey: key });
}
