/** The 64 bytes of an Ed25519 signature in base64; null for any other text. */
export function signatureIn(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64');
  // Base64 has spare bits at its end, and Node reads over what is no base64: only one spelling of a signature is taken.
  return bytes.length === 64 && bytes.toString('base64') === text ? bytes : null;
}
