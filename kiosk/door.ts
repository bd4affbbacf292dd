import { createHash, timingSafeEqual } from 'node:crypto';

/** What opens the till's pages: the start address printed by this run, or the cookie that it once gave. */
export type Door = {
  /** `127.0.0.1:4780`: the only Host that is answered, so that a foreign name pointing here is not (DNS rebinding). */
  authority: string;
  startToken: string;
  /** The cookie's value; kept in the data folder, so that open pages survive a restart. */
  sessionKey: string;
};

export type Knock = {
  method: string;
  /** Path and query as sent. */
  target: string;
  host: string | undefined;
  origin: string | undefined;
  cookie: string | undefined;
};

export type Admission =
  | { kind: 'in'; path: string }
  /** This run's start address: the till's page, and the cookie. */
  | { kind: 'enter' }
  /** An earlier run's, in a browser that is known: go to the clean address. */
  | { kind: 'known' }
  | { kind: 'refused'; status: 400 | 403 | 405 | 421; why: string };

const startAgain = 'Open the address that was printed when the till was started.';

/** Decides about one request for a page. */
export function admitPage(door: Door, knock: Knock): Admission {
  const url = readTarget(door, knock.target);
  if (knock.host !== door.authority) return refused(421, 'This is not an address of the till.');
  if (url === null) return refused(400, 'This address cannot be read.');
  if (knock.method !== 'GET' && knock.method !== 'HEAD') return refused(405, 'The till only shows pages here.');
  if (knock.origin !== undefined && knock.origin !== originOf(door))
    return refused(403, 'Another page asked for this.');

  const token = url.pathname === '/' ? url.searchParams.get('start') : null;
  const known = holdsCookie(door, knock.cookie);
  if (token !== null && sameSecret(token, door.startToken)) return { kind: 'enter' };
  if (token !== null && known) return { kind: 'known' };
  if (token !== null) return refused(403, `This start address is from an earlier run. ${startAgain}`);
  return known ? { kind: 'in', path: url.pathname } : refused(403, startAgain);
}

/** Decides about one WebSocket. Browsers always name the page's origin here, so its absence refuses too. */
export function admitLink(door: Door, knock: Knock): Admission {
  const url = readTarget(door, knock.target);
  if (knock.host !== door.authority) return refused(421, 'This is not an address of the till.');
  if (url === null || url.pathname !== '/link') return refused(400, 'There is no such link.');
  if (knock.origin !== originOf(door)) return refused(403, 'Another page asked for this.');
  return holdsCookie(door, knock.cookie) ? { kind: 'in', path: url.pathname } : refused(403, startAgain);
}

/** Not readable by scripts, not sent along when another site links here. No `Secure`: loopback is plain HTTP. */
export function cookieFor(door: Door): string {
  return `${cookieName(door)}=${door.sessionKey}; Path=/; HttpOnly; SameSite=Strict`;
}

function originOf(door: Door): string {
  return `http://${door.authority}`;
}

function readTarget(door: Door, target: string): URL | null {
  return target.startsWith('/') && !target.startsWith('//') ? URL.parse(target, originOf(door)) : null;
}

// Cookies are shared by all ports of one host: the port in the name keeps two tills on one machine apart.
function cookieName(door: Door): string {
  return `till-${door.authority.split(':').at(-1) ?? ''}`;
}

function holdsCookie(door: Door, header: string | undefined): boolean {
  const prefix = `${cookieName(door)}=`;
  const held = (header ?? '').split(/; ?/).find((part) => part.startsWith(prefix));
  return held !== undefined && sameSecret(held.slice(prefix.length), door.sessionKey);
}

// Hashed first: the comparison needs equal lengths and must not tell how much was right.
function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(expected));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refused(status: 400 | 403 | 405 | 421, why: string): Admission {
  return { kind: 'refused', status, why };
}
