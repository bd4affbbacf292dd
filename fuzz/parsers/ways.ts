import type { Chance } from '../chance.ts';

// Ways to write a header that some reader might take for the genuine one; `spellings.ts` fills them in.

/** Ways to write a signature that some reader might take for the same. */
export function signatureHeader(chance: Chance): string | null {
  return chance.pick<string | null>([
    null,
    '',
    '{signature}',
    ' {signature} ',
    '{signature}, {signature}',
    '{signature},',
    '{signature}&',
    'algorithm=RSA256, keyVersion=2, signature={encoded}',
    'algorithm=RSA256,  keyVersion=999999999,signature={encoded}',
    'algorithm=RSA256,keyVersion=9999999999,signature={encoded}',
    'algorithm=RSA256,keyVersion=-1,signature={encoded}',
    'algorithm=RSA256,signature={encoded}',
    'algorithm=RSA256 ,signature={encoded}',
    'algorithm=rsa256,keyVersion=1,signature={encoded}',
    'algorithm=none,keyVersion=1,signature={encoded}',
    'algorithm=HS256,keyVersion=1,signature={encoded}',
    'keyVersion=1,algorithm=RSA256,signature={encoded}',
    'algorithm=RSA256,keyVersion=1,signature={encoded},signature={encoded}',
    'algorithm=RSA256,keyVersion=1,signature={base64}',
    'algorithm=RSA256,keyVersion=1,signature={base64url}',
    'algorithm=RSA256,keyVersion=1,signature="{encoded}"',
    'algorithm=RSA256,keyVersion=1,signature={lower}',
    'algorithm=RSA256,keyVersion=1,signature={unpadded}',
    'algorithm=RSA256,keyVersion=1,signature={twice}',
    'algorithm=RSA256,keyVersion=1,signature={flipped}',
    'algorithm=RSA256,keyVersion=1,signature={cut}',
    'algorithm=RSA256,keyVersion=1,signature={spare}',
    'algorithm=RSA256,keyVersion=1,signature=',
    'algorithm=RSA256,keyVersion=1,signature=%00%00',
    'algorithm=RSA256,keyVersion=1,signature={encoded}%',
    'algorithm=RSA256,keyVersion=1,signature=%{encoded}',
    '{base64}',
  ]);
}

/** The header of RFC 9421's `Signature`, in ways that are not the one agreed on. */
export function rfcSignature(chance: Chance): string | null {
  return chance.pick<string | null>([
    null,
    '',
    '{signature}',
    '{signature}, {signature}',
    'other={bare}, {signature}',
    '{signature}, other={bare}',
    'other={bare}',
    'COUNTERPAY={bare}',
    'counterpay={bare};a=1',
    'counterpay=:{base64url}:',
    'counterpay=:{unpadded}:',
    'counterpay=:{spare}:',
    'counterpay=:{flipped}:',
    'counterpay=:{cut}:',
    'counterpay="{base64}"',
    'counterpay={base64}',
    'counterpay=: {base64}:',
    'counterpay::',
  ]);
}

/** The header of RFC 9421's `Signature-Input`, in ways that are not the one agreed on. */
export function rfcInput(chance: Chance): string | null {
  return chance.pick<string | null>([
    null,
    '',
    '{input}',
    '{input}, {input}',
    'other={input-bare}',
    '{input-without-last}',
    '{input-reversed}',
    '{input-without-digest}',
    '{input-empty}',
    '{input};expires=1',
    '{input};alg="ed25519"',
    '{input-other-tag}',
    '{input-other-key}',
    '{input-no-tag}',
    '{input-other-created}',
    '{input-upper}',
    '{input-spaced}',
    '{input-twice}',
  ]);
}

export function digestHeader(chance: Chance): string | null {
  return chance.pick<string | null>([
    null,
    '',
    '{digest}',
    '{digest}, {digest}',
    'SHA-256={digest-bare}',
    'sha-512={digest-bare}',
    'sha-256=:AAAA:',
    'md5=:AAAA:, {digest}',
    '{digest},',
  ]);
}

export function bareSpelling(chance: Chance): string {
  return chance.pick([
    '',
    '{base64url}',
    '{unpadded}',
    '{spare}',
    '{flipped}',
    '{cut}',
    ' {signature}',
    '{signature}{signature}',
  ]);
}
