import { createSecureContext, type SecureContext } from 'node:tls';

import { generate } from 'selfsigned';

/** An authority of the tests' own, and certificates by it: a right one, and those that must not be taken. */
export type Certificates = {
  /** PEM: what the processes are told to trust. */
  authority: string;
  right: SecureContext;
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

type Pair = { key: string; cert: string };

export async function makeCertificates(now: number): Promise<Certificates> {
  const authority = await makeAuthority('Counterpay tests');
  const stranger = await makeAuthority('Somebody else');
  const leaf = async (
    by: Pair | null,
    name = 'localhost',
    fromMs = -dayMs,
    toMs = 30 * dayMs,
  ): Promise<SecureContext> => {
    const made = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
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
    right: await leaf(authority),
    wrong: new Map<WrongCertificate, SecureContext>([
      ['expired', await leaf(authority, 'localhost', -30 * dayMs, -dayMs)],
      ['not yet valid', await leaf(authority, 'localhost', dayMs, 30 * dayMs)],
      ['for another name', await leaf(authority, 'pay.example')],
      ['self-signed', await leaf(null)],
      ['of an authority that is not trusted', await leaf(stranger)],
    ]),
  };
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
