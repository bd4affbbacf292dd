import { describe, expect, it } from 'vitest';

import { admitLink, admitPage, cookieFor, type Door, type Knock } from './door.ts';

const door: Door = {
  authority: '127.0.0.1:4780',
  keys: {
    till: { startToken: 'this-run', sessionKey: 'kept-key' },
    display: { startToken: 'display-run', sessionKey: 'display-key' },
  },
};
const cookie = cookieFor(door, 'till').split(';')[0];
const displayCookie = cookieFor(door, 'display').split(';')[0];

function knock(over: Partial<Knock> = {}): Knock {
  return { method: 'GET', target: '/', host: '127.0.0.1:4780', origin: undefined, cookie, ...over };
}

it('the start address of this run gives a cookie that scripts and other sites cannot use', () => {
  expect(admitPage(door, knock({ target: '/?start=this-run', cookie: undefined }))).toEqual({
    kind: 'enter',
    role: 'till',
  });
  expect(cookieFor(door, 'till')).toBe('till-4780=kept-key; Path=/; HttpOnly; SameSite=Strict');
  expect(cookieFor(door, 'display')).toBe('display-4780=display-key; Path=/; HttpOnly; SameSite=Strict');
});

it('the start address works again within the run, for a second window', () => {
  expect(admitPage(door, knock({ target: '/?start=this-run' }))).toEqual({ kind: 'enter', role: 'till' });
});

it('an earlier start address is refused, unless this browser is known already', () => {
  expect(admitPage(door, knock({ target: '/?start=old', cookie: undefined }))).toMatchObject({ status: 403 });
  expect(admitPage(door, knock({ target: '/?start=old' }))).toEqual({ kind: 'known', role: 'till' });
});

it('a page needs the cookie of this till, and of this port', () => {
  expect(admitPage(door, knock())).toEqual({ kind: 'in', role: 'till', path: '/' });
  expect(admitPage(door, knock({ cookie: `theme=dark; ${cookie}` }))).toEqual({ kind: 'in', role: 'till', path: '/' });
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
  expect(admitLink(door, knock(link))).toEqual({ kind: 'in', role: 'till' });
  expect(admitLink(door, knock({ ...link, origin: undefined }))).toMatchObject({ status: 403 });
  expect(admitLink(door, knock({ ...link, origin: 'http://127.0.0.1:4782' }))).toMatchObject({ status: 403 });
  expect(admitLink(door, knock({ ...link, cookie: undefined }))).toMatchObject({ status: 403 });
  expect(admitLink(door, knock({ ...link, target: '/other' }))).toMatchObject({ status: 400 });
});

describe('the customer display', () => {
  const page = { target: '/display', cookie: displayCookie };
  const link = { target: '/display-link', cookie: displayCookie, origin: 'http://127.0.0.1:4780' };

  it('has a start address, a cookie and a link of its own, and is made of the same files', () => {
    const target = '/display?start=display-run';
    const entered = { kind: 'enter', role: 'display' };
    expect(admitPage(door, knock({ target, cookie: undefined }))).toEqual(entered);
    expect(admitPage(door, knock({ target: '/display?lang=ja&start=display-run' }))).toEqual(entered);
    expect(admitPage(door, knock(page))).toEqual({ kind: 'in', role: 'display', path: '/' });
    expect(admitPage(door, knock({ ...page, target: '/assets/a.js' }))).toMatchObject({
      kind: 'in',
      path: '/assets/a.js',
    });
    expect(admitPage(door, knock({ ...page, target: '/display?start=old' }))).toEqual({
      kind: 'known',
      role: 'display',
    });
    expect(admitLink(door, knock(link))).toEqual({ kind: 'in', role: 'display' });
  });

  it('opens nothing of the till, by its address or by its cookie', () => {
    for (const target of ['/', '/?start=display-run', '/?start=display-key'])
      expect(admitPage(door, knock({ ...page, target }))).toMatchObject({ status: 403 });
    expect(admitLink(door, knock({ ...link, target: '/link' }))).toMatchObject({ status: 403 });
    const forged = `till-4780=display-key; ${displayCookie ?? ''}`;
    expect(admitPage(door, knock({ cookie: forged }))).toMatchObject({ status: 403 });
    expect(admitLink(door, knock({ ...link, target: '/link', cookie: forged }))).toMatchObject({ status: 403 });
  });

  it('is not opened by what opens the till, nor by another page', () => {
    for (const target of ['/display', '/display?start=this-run', '/display?start=kept-key'])
      expect(admitPage(door, knock({ target, cookie }))).toMatchObject({ status: 403 });
    for (const over of [{ cookie }, { cookie: undefined }, { origin: undefined }, { origin: 'http://127.0.0.1:4782' }])
      expect(admitLink(door, knock({ ...link, ...over }))).toMatchObject({ status: 403 });
  });

  it('is at one address exactly', () => {
    for (const target of ['/display-link/', '/display', '/displaylink'])
      expect(admitLink(door, knock({ ...link, target }))).toMatchObject({ status: 400 });
    expect(admitPage(door, knock({ target: '/display/?start=display-run', cookie: undefined }))).toMatchObject({
      status: 403,
    });
  });
});
