import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

import { readGrant } from '../../acquirer/client/pairing.ts';
import type { GrantCase } from './case.ts';
import { ed25519 } from './keys.ts';
import { fieldsIn, none, shapes, type Verdict } from './own-reading.ts';
import { isFields, textIn } from './shape.ts';
import { spelled } from './spellings.ts';

/** `{key}` in a grant stands for the key of whoever signs it, `{other-key}` for another one. */
function filled(text: string, by: GrantCase['by']): string {
  const other = by === 'trusted' ? 'other' : 'trusted';
  return text
    .replaceAll('{key}', textOf(ed25519[by].publicKey))
    .replaceAll('{other-key}', textOf(ed25519[other].publicKey));
}

function textOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** What a till keeps of a grant, and what it may. */
export function playGrant(one: GrantCase): { is: Verdict; mustBe: Verdict } {
  const signed = Buffer.from(`counterpay-grant\n${filled(one.signed, one.by)}`, 'utf8');
  const bytes = sign(null, signed, ed25519[one.by].privateKey);
  const grant = filled(one.grant, one.by);
  const signature = decodeURIComponent(spelled(one.signature, bytes, bytes.toString('base64')));
  const read = readGrant({ grant, signature });
  return {
    is: read.ok
      ? { kind: 'granted', code: `${read.value.settings.terminalId} ${textOf(read.value.backendKey)}` }
      : none,
    mustBe: byHand(grant, signature),
  };
}

function byHand(grant: string, signature: string): Verdict {
  const fields = fieldsIn(Buffer.from(grant, 'utf8'), shapes.grant, false);
  const settings = fields?.['settings'];
  if (fields === null || fields['version'] !== 1 || !isFields(settings)) return none;
  if (textIn(settings, 'terminalId') !== textIn(fields, 'terminalId')) return none;
  const named = textIn(fields, 'backendKey');
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length !== 64 || bytes.toString('base64') !== signature) return none;
  const key = keyIn(named);
  if (key === null || !verify(null, Buffer.from(`counterpay-grant\n${grant}`, 'utf8'), key, bytes)) return none;
  return { kind: 'granted', code: `${textIn(settings, 'terminalId')} ${named}` };
}

/** RFC 8410: twelve bytes say Ed25519, then come the thirty-two of the key. */
function keyIn(text: string): KeyObject | null {
  const der = Buffer.from(text, 'base64');
  const isEd25519 = der.length === 44 && der.toString('hex').startsWith('302a300506032b6570032100');
  if (!isEd25519 || der.toString('base64') !== text) return null;
  return createPublicKey({ key: der, type: 'spki', format: 'der' });
}
