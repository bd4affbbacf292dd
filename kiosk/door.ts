import { createHash, timingSafeEqual } from 'node:crypto';

import type { ScreenRole } from '../terminal/supervise/index.ts';

/** What opens the pages of this address: a start address printed by this run, or the cookie that it once gave. */
export type Door = {
  /** `127.0.0.1:4780`: the only Host that is answered, so that a foreign name pointing here is not (DNS rebinding). */
  authority: string;
  /** Each screen has keys of its own, which open its page and its link, and nothing of the other's. */
  keys: Readonly<Record<ScreenRole, ScreenKeys>>;
};

export type ScreenKeys = {
  startToken: string;
  /** The cookie's value; kept in the data folder, so that open pages survive a restart. */
  sessionKey: string;
};

/** Where each screen's page is. */
export const pagePaths = { till: '/', display: '/display' } as const satisfies Record<ScreenRole, string>;

export type Knock = {
  method: string;
  /** Path and query as sent. */
  target: string;
  host: string | undefined;
  origin: string | undefined;
  cookie: string | undefined;
};

type Refused = { kind: 'refused'; status: 400 | 403 | 405 | 421; why: string };

export type Admission =
  /** `path` is below the screen's own address, where `/` is its page. */
  | { kind: 'in'; role: ScreenRole; path: string }
  /** This run's start address: the screen's page, and the cookie. */
  | { kind: 'enter'; role: ScreenRole }
  /** An earlier run's, in a browser that is known: go to the clean address. */
  | { kind: 'known'; role: ScreenRole }
  | Refused;

export type LinkAdmission = { kind: 'in'; role: ScreenRole } | Refused;

const startAgain = 'Open the address that was printed when the till was started.';

/** Decides about one request for a page. */
export function admitPage(door: Door, knock: Knock): Admission {
  const url = readTarget(door, knock.target);
  if (knock.host !== door.authority) return refused(421, 'This is not an address of the till.');
  if (url === null) return refused(400, 'This address cannot be read.');
  if (knock.method !== 'GET' && knock.method !== 'HEAD') return refused(405, 'The till only shows pages here.');
  if (knock.origin !== undefined && knock.origin !== originOf(door))
    return refused(403, 'Another page asked for this.');

  const role = roleAt(pagePaths, url.pathname);
  if (role === null) return admitFile(door, url.pathname, knock.cookie);
  const token = url.searchParams.get('start');
  const known = holdsCookie(door, role, knock.cookie);
  if (token !== null && sameSecret(token, door.keys[role].startToken)) return { kind: 'enter', role };
  if (token !== null && known) return { kind: 'known', role };
  if (token !== null) return refused(403, `This start address is from an earlier run. ${startAgain}`);
  return known ? { kind: 'in', role, path: '/' } : refused(403, startAgain);
}

/** What pages are made of is no secret between them. */
function admitFile(door: Door, path: string, cookie: string | undefined): Admission {
  const role = roles.find((one) => holdsCookie(door, one, cookie));
  return role === undefined ? refused(403, startAgain) : { kind: 'in', role, path };
}

/** Decides about one WebSocket. Browsers always name the page's origin here, so its absence refuses too. */
export function admitLink(door: Door, knock: Knock): LinkAdmission {
  const url = readTarget(door, knock.target);
  const role = url === null ? null : roleAt({ till: '/link', display: '/display-link' }, url.pathname);
  if (knock.host !== door.authority) return refused(421, 'This is not an address of the till.');
  if (role === null) return refused(400, 'There is no such link.');
  if (knock.origin !== originOf(door)) return refused(403, 'Another page asked for this.');
  return holdsCookie(door, role, knock.cookie) ? { kind: 'in', role } : refused(403, startAgain);
}

/** Not readable by scripts, not sent along when another site links here. No `Secure`: loopback is plain HTTP. */
export function cookieFor(door: Door, role: ScreenRole): string {
  return `${cookieName(door, role)}=${door.keys[role].sessionKey}; Path=/; HttpOnly; SameSite=Strict`;
}

const roles = ['till', 'display'] as const satisfies readonly ScreenRole[];

function roleAt(paths: Readonly<Record<ScreenRole, string>>, path: string): ScreenRole | null {
  return roles.find((role) => paths[role] === path) ?? null;
}

function originOf(door: Door): string {
  return `http://${door.authority}`;
}

function readTarget(door: Door, target: string): URL | null {
  return target.startsWith('/') && !target.startsWith('//') ? URL.parse(target, originOf(door)) : null;
}

// Cookies are shared by all ports of one host: the port in the name keeps two tills on one machine apart.
function cookieName(door: Door, role: ScreenRole): string {
  return `${role}-${door.authority.split(':').at(-1) ?? ''}`;
}

function holdsCookie(door: Door, role: ScreenRole, header: string | undefined): boolean {
  const prefix = `${cookieName(door, role)}=`;
  const held = (header ?? '').split(/; ?/).find((part) => part.startsWith(prefix));
  return held !== undefined && sameSecret(held.slice(prefix.length), door.keys[role].sessionKey);
}

// Hashed first: the comparison needs equal lengths and must not tell how much was right.
function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(expected));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refused(status: 400 | 403 | 405 | 421, why: string): Refused {
  return { kind: 'refused', status, why };
}
