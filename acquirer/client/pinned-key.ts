import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

import { pinOf, type Pin } from '#protocol';

/** Whoever answers has none of the keys that were asked for: nothing was sent. */
export class WrongKey extends Error {
  override readonly name = 'WrongKey';
  readonly code = 'ERR_TLS_WRONG_KEY';
}

/** More than any chain has. */
const certificatesMax = 10;

/**
 * Whether the server's certificate, or one of those that vouch for it, has a pinned key. Asked besides the ordinary checks
 * of chain and name, when the connection stands and before anything is written. A resumed session shows no certificate,
 * and Node checks nothing in it: it has no pinned key.
 */
export function hasPinnedKey(socket: TLSSocket, pins: readonly Pin[]): boolean {
  try {
    return verifiedChain(socket.getPeerCertificate(true)).some(({ publicKey }) => pins.includes(pinOf(publicKey)));
  } catch {
    return false; // a stranger chooses what he shows: a kind of key that Node cannot read, say
  }
}

/**
 * Node puts the chain together by the names in it, from whatever the server sent: somebody else's authority of the same name
 * would do, and genuine certificates can be had by everybody. So it goes on only as far as each signed the one before.
 */
function verifiedChain(peer: Partial<DetailedPeerCertificate>): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next: Partial<DetailedPeerCertificate> | undefined = peer;
  while (next?.raw !== undefined && chain.length < certificatesMax) {
    const certificate = new X509Certificate(next.raw);
    const below = chain.at(-1);
    if (below !== undefined && !hasSigned(certificate, below)) break;
    chain.push(certificate);
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate; // a root is its own issuer
  }
  return chain;
}

function hasSigned(above: X509Certificate, below: X509Certificate): boolean {
  return above.ca && below.verify(above.publicKey);
}
