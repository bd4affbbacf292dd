import { createPublicKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { pinOf, type Pin } from '#protocol';

/** Both in PEM, and by what a client knows the key. */
export type OwnCertificate = { key: string; cert: string; pin: Pin };

/**
 * A certificate for 127.0.0.1 and localhost that nobody vouches for, with its key; made in `dataFolder` when there is none,
 * and kept, so that a client may pin it.
 */
export async function openOwnCertificate(dataFolder: string): Promise<OwnCertificate> {
  const keyFile = join(dataFolder, 'tls.key.pem');
  const certFile = join(dataFolder, 'tls.cert.pem');
  if (!existsSync(certFile)) {
    const made = await newCertificate();
    writeFileSync(keyFile, made.key, { mode: 0o600 });
    // Renamed into place when its key is there, so that half of the two is never found.
    writeFileSync(`${certFile}.new`, made.cert);
    renameSync(`${certFile}.new`, certFile);
  }
  const [key, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8')];
  const { publicKey } = new X509Certificate(cert);
  if (!publicKey.equals(createPublicKey(key)))
    throw new Error(`${certFile} and ${keyFile} do not belong together: delete both.`);
  return { key, cert, pin: pinOf(publicKey) };
}

const dayMs = 86_400_000;
/** Ten years: it is trusted by nobody who was not told to, and none runs out in the middle of a trial. */
const validForMs = 3_650 * dayMs;

async function newCertificate(): Promise<{ key: string; cert: string }> {
  // Loaded only where it is asked for: most starts speak plain HTTP.
  const { generate } = await import('selfsigned');
  const altNames = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  const now = Date.now();
  const made = await generate([{ name: 'commonName', value: 'Counterpay sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - dayMs),
    notAfterDate: new Date(now + validForMs),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { key: made.private, cert: `${made.cert.trim()}\n` };
}
