import { expect, it } from 'vitest';

import { admitLink, admitPage, cookieFor, type Door, type Knock } from './door.ts';

const door: Door = { authority: '127.0.0.1:4780', startToken: 'this-run', sessionKey: 'kept-key' };
const cookie = cookieFor(door).split(';')[0];

function knock(over: Partial<Knock> = {}): Knock {
  return { method: 'GET', target: '/', host: '127.0.0.1:4780', origin: undefined, cookie, ...over };
}

it('the start address of this run gives a cookie that scripts and other sites cannot use', () => {
  expect(admitPage(door, knock({ target: '/?start=this-run', cookie: undefined }))).toEqual({ kind: 'enter' });
  expect(cookieFor(door)).toBe('till-4780=kept-key; Path=/; HttpOnly; SameSite=Strict');
});

it('the start address works again within the run, for a second window', () => {
  expect(admitPage(door, knock({ target: '/?start=this-run' }))).toEqual({ kind: 'enter' });
});

it('an earlier start address is refused, unless this browser is known already', () => {
  expect(admitPage(door, knock({ target: '/?start=old', cookie: undefined }))).toMatchObject({ status: 403 });
  expect(admitPage(door, knock({ target: '/?start=old' }))).toEqual({ kind: 'known' });
});

it('a page needs the cookie of this till, and of this port', () => {
  expect(admitPage(door, knock())).toEqual({ kind: 'in', path: '/' });
  expect(admitPage(door, knock({ cookie: `theme=dark; ${cookie}` }))).toEqual({ kind: 'in', path: '/' });
  for (const other of [undefined, '', 'till-4780=', 'till-4780=kept-ke', 'till-4781=kept-key', 'xtill-4780=kept-key'])
    expect(admitPage(door, knock({ cookie: other }))).toMatchObject({ status: 403 });
});

it('a foreign host, origin or method is refused even with the cookie', () => {
  for (const host of [undefined, 'evil.example', 'localhost:4780', '127.0.0.1', '127.0.0.1:4781'])
    expect(admitPage(door, knock({ host }))).toMatchObject({ status: 421 });
  expect(admitPage(door, knock({ origin: 'http://127.0.0.1:4782' }))).toMatchObject({ status: 403 });
  expect(admitPage(door, knock({ method: 'POST' }))).toMatchObject({ status: 405 });
});

it('addresses that are not a plain path are refused', () => {
  for (const target of ['http://evil.example/', '//evil.example/', '*', ''])
    expect(admitPage(door, knock({ target }))).toMatchObject({ status: 400 });
});

it('the link needs an origin as well as the cookie', () => {
  const link = { target: '/link', origin: 'http://127.0.0.1:4780' };
  expect(admitLink(door, knock(link))).toEqual({ kind: 'in', path: '/link' });
  expect(admitLink(door, knock({ ...link, origin: undefined }))).toMatchObject({ status: 403 });
  expect(admitLink(door, knock({ ...link, origin: 'http://127.0.0.1:4782' }))).toMatchObject({ status: 403 });
  expect(admitLink(door, knock({ ...link, cookie: undefined }))).toMatchObject({ status: 403 });
  expect(admitLink(door, knock({ ...link, target: '/other' }))).toMatchObject({ status: 400 });
});
