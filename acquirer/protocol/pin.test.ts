import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { Pin, pinOf } from './pin.ts';

describe('a pin', () => {
  it.each(['ec', 'rsa'])('[R3] of an %s key is what openssl makes of it', (kind) => {
    const { publicKey } =
      kind === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const input = publicKey.export({ type: 'spki', format: 'pem' });
    const made = execFileSync('sh', [
      '-c',
      `printf %s '${input.toString()}' | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | openssl base64 -A`,
    ]);
    expect(pinOf(publicKey)).toBe(`sha256/${made.toString()}`);
    expect(pinOf(createPublicKey(input))).toBe(pinOf(publicKey));
  });

  it('is read when it is 32 bytes in base64, and only then', () => {
    for (let times = 0; times < 100; times++) {
      const pin = `sha256/${randomBytes(32).toString('base64')}`;
      expect(Pin.safeParse(pin).success).toBe(true);
    }
    const right = 'sha256/AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
    expect(Pin.safeParse(right).success).toBe(true);
    for (const wrong of [
      '',
      right.slice(7),
      right.replace('sha256', 'sha1'),
      right.replace('sha256/', 'sha256:'),
      right.replace('=', ''),
      right.replace('8=', '9='), // bits that are not there
      right.replace('AAEC', 'AA-C'),
      `${right} `,
      `${right}\n`,
      right.replace('AAEC', 'AAECAAEC'),
    ])
      expect(Pin.safeParse(wrong).success, wrong).toBe(false);
  });
});
