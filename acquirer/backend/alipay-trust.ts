import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { StartFault } from './postgres/fault.ts';

/** What is said when whoever answers for Alipay+ was sent nothing. */
export const untrusted = {
  key: 'The server that answers for Alipay+ has none of the pinned keys (--alipay-pin): nothing was sent to it.',
  certificate:
    'The server that answers for Alipay+ is not trusted, for its certificate or its TLS: nothing was sent to it.',
} as const;

/** Alipay+ signs its answers without naming the request (RELIABILITY finding 9): only the connection binds them. */
export const unpinned =
  'Warning: no key of the server that answers for Alipay+ is pinned. Whoever holds a certificate for it that this machine trusts can pass off old answers of Alipay+ as new ones: give --alipay-pin.';

/** @throws StartFault in one sentence, when there is no certificate in the file. */
export async function readAuthority(path: string | null): Promise<{ ca?: string }> {
  if (path === null) return {};
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartFault(`The certificate authority ${path} (--alipay-ca) cannot be read: ${why}.`);
  });
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0 || !certificates.every(isCertificate))
    throw new StartFault(`The certificate authority ${path} (--alipay-ca) is no certificate in PEM.`);
  return { ca: certificates.join('\n') };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.byteLength > 0;
  } catch {
    return false;
  }
}
