import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';

import { wrongCertificates, type Certificates, type WrongCertificate } from './certificates.ts';
import { bothHops, type Fault } from './fault.ts';
import { bytesOf, readQuestion } from './http-message.ts';
import { away } from './tcp-faults.ts';
import { namesIn, type Connection, type Wire } from './wire.ts';

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
  met('wrong pin', silentImpostor),
  met("another payment's genuine answer, wrong pin", replayingImpostor),
  {
    name: 'backup pin',
    layer: 'TLS',
    hops: ['far'],
    strike: async ({ moment, genuine, asker, wire }) => {
      if (moment === 'after') await genuine();
      asker.raw.resetAndDestroy();
      await wire.reserveKeyFor(120_000);
    },
  },
];

/** Ends TLS with a certificate by the authority that is trusted, as a proxy may, and with a key of its own. */
function silentImpostor(wire: Wire): (connection: Connection) => void {
  const said = (): void => void wire.mistakes.push('something was said to a key that is not pinned');
  return ({ raw }) => speak(raw, certificatesOf(wire).impostor, said);
}

/**
 * The same, and it answers what it is asked with the last genuine `S` to such a call about another payment, also one that
 * nobody has heard yet.
 */
export function replayingImpostor(wire: Wire): (connection: Connection) => void {
  return ({ raw }) => {
    const line = new TLSSocket(raw, { isServer: true, secureContext: certificatesOf(wire).impostor });
    line.on('error', () => undefined);
    void readQuestion(line).then((question) => {
      if (question === null) return;
      const { call, paymentRequestId } = namesIn(question);
      const kept = wire.keptOfAnother(call, paymentRequestId);
      if (kept === null) raw.destroy();
      else line.end(bytesOf(kept));
    });
  };
}

/** Long enough for every kind of request to be sent again, and shorter than a payment stays open. */
const impostorMs = 30_000;

/** One request or its answer is lost, and for a while an impostor stands between backend and Alipay+. */
function met(name: string, impostor: (wire: Wire) => (connection: Connection) => void): Fault {
  return {
    name,
    layer: 'TLS',
    hops: ['far'],
    strike: async ({ moment, genuine, asker, wire }) => {
      if (moment === 'after') await genuine();
      const gone = wire.closeFor(impostorMs, impostor(wire));
      asker.raw.resetAndDestroy();
      await gone;
    },
  };
}

function certificatesOf({ certificates }: Wire): Certificates {
  if (certificates === null) throw new Error('this wire does not speak TLS');
  return certificates;
}

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
      const context = certificatesOf(wire).wrong.get(name);
      if (context === undefined) throw new Error(`there is no certificate ${name}`);
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
