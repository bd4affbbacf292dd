import * as z from 'zod';

import { TerminalId } from '#payment';

// A new till and its backend know nothing of each other but a code that a person carried from one to the other. Both
// prove that they know it, bound to the keys that they will use from then on, so that whoever stands between them
// learns nothing and can change nothing: no TLS is needed for that.

/** Ten characters of Crockford's base 32, which has no I, L, O and U: 50 bits. Shown as `K7QF2-M9XPT`. */
export const pairingCodeLength = 10;

/**
 * The code in what a person typed: small letters, spaces and hyphens are forgiven, and so are O for 0 and I or L for 1, which
 * no code holds. Null when it is no code.
 */
export function readPairingCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(code) ? code : null;
}

/** A code as it is shown to people. */
export function showPairingCode(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/** A code is worth this long after it was made, and once. */
export const pairingCodeForMs = 600_000;

/** The code's key is this many rounds of SHA-256 over it, so that trying all codes takes longer than one is worth. */
export const pairingKeyRounds = 100_000;

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

/** An Ed25519 public key: SPKI DER in base64. */
const publicKey = z.string().regex(/^[A-Za-z0-9+/]{56,64}={0,2}$/);

/** `POST /v1/pairing`. Repeating it with the same key gives the same answer while the code is worth something. */
export const PairingRequest = z.strictObject({
  /** HMAC-SHA256 of `id` with the code's key, hex: names the code and tells nothing of it. */
  codeId: hex32,
  terminalKey: publicKey,
  nonce: z.string().regex(/^[A-Za-z0-9]{16,64}$/),
  /** HMAC-SHA256 of `till`, `codeId`, `terminalKey` and `nonce`, joined by line feeds, with the code's key, hex. */
  proof: hex32,
});
export type PairingRequest = z.infer<typeof PairingRequest>;

/** What the till keeps: who it is, whom it trusts and how its shop is set up, signed by the backend (V34). */
export const PairingGrant = z.strictObject({
  version: z.literal(1),
  terminalId: TerminalId,
  backendKey: publicKey,
  /** A `ShopSettings` of the same terminal. */
  settings: z.unknown(),
  /** ms since 1970, the backend's clock. */
  issuedAt: z.number().int(),
});
export type PairingGrant = z.infer<typeof PairingGrant>;

export const PairingAnswer = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('paired'),
    /** The exact text of a `PairingGrant`. */
    grant: z.string().max(16_384),
    /** Ed25519 over `counterpay-grant`, a line feed and that text, by `backendKey`, in base64. */
    signature: z.string().max(128),
    /** HMAC-SHA256 of `backend`, the request's `nonce` and `terminalKey`, and `grant`, joined by line feeds, hex. */
    proof: hex32,
  }),
  /** `key-revoked`: a till had this key and was revoked; the code is still good for a key that was never used here. */
  z.strictObject({ is: z.literal('refused'), why: z.enum(['code-unknown', 'too-many-tries', 'key-revoked']) }),
]);
export type PairingAnswer = z.infer<typeof PairingAnswer>;
