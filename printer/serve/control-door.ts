import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may see and drive the printer: who started it, by the token of this run. */
export type ControlDoor = { authority: string; token: string };

export type Admission =
  | { kind: 'in' }
  /** The start address was opened: give the cookie, and go to the clean address. */
  | { kind: 'enter'; cookie: string }
  | { kind: 'refused'; status: 403 | 421; why: string };

/** Decides about one request, before anything of it is carried out. */
export function admit(door: ControlDoor, request: IncomingMessage, url: URL): Admission {
  const { host, origin, authorization, cookie = '' } = request.headers;
  // Only this name: a foreign one may point here as well (DNS rebinding).
  if (host !== door.authority) return refused(421, 'This is not the address of the printer.');
  if (origin !== undefined && origin !== `http://${door.authority}`)
    return refused(403, 'Another page asked for this.');
  if (authorization !== undefined) {
    return isSame(authorization, `Bearer ${door.token}`)
      ? { kind: 'in' }
      : refused(403, 'This is not the token of this run.');
  }
  const start = url.searchParams.get('start');
  const name = cookieName(door);
  if (request.method === 'GET' && start !== null && isSame(start, door.token)) {
    return { kind: 'enter', cookie: `${name}=${door.token}; Path=/; HttpOnly; SameSite=Strict` };
  }
  const held = cookie.split(/; ?/).find((part) => part.startsWith(`${name}=`));
  const isKnown = held !== undefined && isSame(held.slice(name.length + 1), door.token);
  // A browser names the page that posts; without that a cookie alone changes nothing.
  if (isKnown && (request.method === 'GET' || origin !== undefined)) return { kind: 'in' };
  return refused(403, 'Open the address that was printed when the printer was started.');
}

// Cookies are shared by all ports of one host: the port in the name keeps two printers apart.
function cookieName({ authority }: ControlDoor): string {
  return `printer-${authority.split(':').at(-1) ?? ''}`;
}

// Hashed first: the comparison needs equal lengths and must not tell how much was right.
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(expected));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refused(status: 403 | 421, why: string): Admission {
  return { kind: 'refused', status, why };
}
