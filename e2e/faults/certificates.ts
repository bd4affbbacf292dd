import { createHash, createPublicKey } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';

import { generate } from 'selfsigned';

/** An authority of the tests' own, and certificates by it: right ones, and those that must not be taken. */
export type Certificates = {
  /** PEM: what the processes are told to trust. */
  authority: string;
  right: SecureContext;
  /** As good as the right one, with the key that is kept in reserve. */
  backup: SecureContext;
  /** As good as the right one, but for its key, which is not pinned. */
  impostor: SecureContext;
  /** Of the two keys that are right: what the backend is told to pin. */
  pins: readonly [string, string];
  /** All with the right key: only the certificate stands against them. */
  wrong: ReadonlyMap<WrongCertificate, SecureContext>;
};

export const wrongCertificates = [
  'expired',
  'not yet valid',
  'for another name',
  'self-signed',
  'of an authority that is not trusted',
] as const;
export type WrongCertificate = (typeof wrongCertificates)[number];

const dayMs = 86_400_000;

type KeyPair = { privateKey: string; publicKey: string };
type Pair = { key: string; cert: string };

export async function makeCertificates(now: number): Promise<Certificates> {
  const authority = await makeAuthority('Counterpay tests');
  const stranger = await makeAuthority('Somebody else');
  const [own, reserve, strange] = [await makeKeys(), await makeKeys(), await makeKeys()];
  const leaf = async (
    keyPair: KeyPair,
    by: Pair | null,
    name = 'localhost',
    fromMs = -dayMs,
    toMs = 30 * dayMs,
  ): Promise<SecureContext> => {
    const made = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      keyPair,
      algorithm: 'sha256',
      notBeforeDate: new Date(now + fromMs),
      notAfterDate: new Date(now + toMs),
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
      ],
      ...(by === null ? {} : { ca: by }),
    });
    return createSecureContext({ key: made.private, cert: made.cert });
  };
  return {
    authority: authority.cert,
    right: await leaf(own, authority),
    backup: await leaf(reserve, authority),
    impostor: await leaf(strange, authority),
    pins: [pinOf(own), pinOf(reserve)],
    wrong: new Map<WrongCertificate, SecureContext>([
      ['expired', await leaf(own, authority, 'localhost', -30 * dayMs, -dayMs)],
      ['not yet valid', await leaf(own, authority, 'localhost', dayMs, 30 * dayMs)],
      ['for another name', await leaf(own, authority, 'pay.example')],
      ['self-signed', await leaf(own, null)],
      ['of an authority that is not trusted', await leaf(own, stranger)],
    ]),
  };
}

async function makeKeys(): Promise<KeyPair> {
  const made = await generate([{ name: 'commonName', value: 'key' }], { keyType: 'ec', algorithm: 'sha256' });
  return { privateKey: made.private, publicKey: made.public };
}

/** RFC 7469, 2.4; no code of ours. */
function pinOf({ publicKey }: KeyPair): string {
  const spki = createPublicKey(publicKey).export({ type: 'spki', format: 'der' });
  return `sha256/${createHash('sha256').update(spki).digest('base64')}`;
}

async function makeAuthority(name: string): Promise<Pair> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key: made.private, cert: made.cert };
}
