import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';

import { wrongCertificates, type WrongCertificate } from './certificates.ts';
import { bothHops, type Fault } from './fault.ts';
import { bytesOf } from './http-message.ts';
import { away } from './tcp-faults.ts';
import type { Connection } from './wire.ts';

/** The start of a handshake record of 64 bytes, and not all of them. */
const truncatedRecord = Buffer.from([0x16, 0x03, 0x03, 0x00, 0x40, 0x02, 0x00, 0x00, 0x3c, 0x03, 0x03]);

/** One request or its answer is lost, and for a while whoever connects meets this. */
export const tlsFaults: readonly Fault[] = [
  ...wrongCertificates.map(certified),
  tls('no more than TLS 1.1', ({ raw }) => speak(raw, outdated())),
  tls('a record cut off', ({ raw }) => void raw.end(truncatedRecord)),
  tls('garbage for a handshake', ({ raw }) => void raw.end(Buffer.alloc(300, 0x5a))),
  tls('a page of HTML without TLS', ({ raw }) => {
    raw.end(bytesOf({ status: 200, headers: [['content-type', 'text/html']], body: Buffer.from('<html>') }));
  }),
  tls('a handshake that hangs', () => undefined),
];

function tls(name: string, closed: (connection: Connection) => void): Fault {
  return away(name, closed, 'TLS');
}

function certified(name: WrongCertificate): Fault {
  return {
    name: `certificate ${name}`,
    layer: 'TLS',
    hops: bothHops,
    strike: async (strike) => {
      const { wire } = strike;
      const context = wire.wrongCertificates.get(name);
      if (context === undefined) throw new Error('this wire does not speak TLS');
      const closed = ({ raw }: Connection): void =>
        speak(raw, context, () => wire.mistakes.push(`something was said to a certificate ${name}`));
      await away(name, closed, 'TLS').strike(strike);
    },
  };
}

/** `trusted`: it was taken, and the asker says something. */
function speak(raw: Connection['raw'], secureContext: SecureContext, trusted?: () => void): void {
  const line = new TLSSocket(raw, { isServer: true, secureContext });
  line.on('error', () => undefined);
  line.once('data', () => {
    trusted?.();
    raw.destroy();
  });
}

function outdated(): SecureContext {
  return createSecureContext({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
}
