/** Writes `{…}` in a header's template as one of the ways to spell a signature; for most of them no reader should fall. */
export function spelled(template: string, signature: Uint8Array, written: string): string {
  const base64 = Buffer.from(signature).toString('base64');
  const ways: Record<string, string> = {
    signature: written,
    base64,
    encoded: encodeURIComponent(base64),
    lower: encodeURIComponent(base64).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
    base64url: Buffer.from(signature).toString('base64url'),
    unpadded: encodeURIComponent(base64.replace(/=+$/, '')),
    twice: encodeURIComponent(encodeURIComponent(base64)),
    flipped: encodeURIComponent(withBitFlipped(signature)),
    cut: encodeURIComponent(Buffer.from(signature.subarray(1)).toString('base64')),
    spare: encodeURIComponent(withSpareBits(base64)),
    bare: written.slice(written.indexOf('=') + 1),
  };
  return template.replace(/\{([a-z0-9]+)\}/g, (whole, name: string) => ways[name] ?? whole);
}

/** `{input…}` of the real `Signature-Input`. */
export function spelledInput(template: string, input: string): string {
  const bare = input.slice(input.indexOf('=') + 1);
  const fields = /\(([^)]*)\)/.exec(input)?.[1]?.split(' ') ?? [];
  const withFields = (list: readonly string[]): string => input.replace(/\([^)]*\)/, `(${list.join(' ')})`);
  const ways: Record<string, string> = {
    input,
    'input-bare': bare,
    'input-without-last': withFields(fields.slice(0, -1)),
    'input-reversed': withFields(fields.toReversed()),
    'input-without-digest': withFields(fields.filter((field) => field !== '"content-digest"')),
    'input-empty': withFields([]),
    'input-other-tag': input.replace(/tag="[^"]*"/, 'tag="counterpay-other"'),
    'input-other-key': input.replace(/keyid="[^"]*"/, 'keyid="other"'),
    'input-no-tag': input.replace(/;tag="[^"]*"/, ''),
    'input-other-created': input.replace(/created=\d+/, 'created=1'),
    'input-upper': input.toUpperCase(),
    'input-spaced': input.replace('=(', '= ('),
    'input-twice': withFields([...fields, ...fields.slice(0, 1)]),
  };
  return template.replace(/\{(input[a-z-]*)\}/g, (whole, name: string) => ways[name] ?? whole);
}

/** `{digest}` of the body that came. */
export function spelledDigest(template: string, digest: string): string {
  return template.replaceAll('{digest-bare}', digest.slice(digest.indexOf('=') + 1)).replaceAll('{digest}', digest);
}

function withBitFlipped(signature: Uint8Array): string {
  const changed = Buffer.from(signature);
  changed[7] = (changed[7] ?? 0) ^ 4;
  return changed.toString('base64');
}

/** The same bytes in a second spelling: base64 leaves bits over at its end. */
function withSpareBits(base64: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bare = base64.replace(/=+$/, '');
  const last = alphabet.indexOf(bare.slice(-1));
  return bare.slice(0, -1) + (alphabet[last ^ 1] ?? 'A') + base64.slice(bare.length);
}
