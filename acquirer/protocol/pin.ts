import { createHash, type KeyObject } from 'node:crypto';

import * as z from 'zod';

/** A server's public key by its SHA-256, over SPKI in DER: `sha256/` and base64 (RFC 7469, 2.4). */
export const Pin = z
  .string()
  .regex(/^sha256\/[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/) // 32 bytes: the last digit has two bits that are zero
  .brand<'Pin'>();
export type Pin = z.infer<typeof Pin>;

export function pinOf(key: KeyObject): Pin {
  const spki = key.export({ type: 'spki', format: 'der' });
  return Pin.parse(`sha256/${createHash('sha256').update(spki).digest('base64')}`);
}
