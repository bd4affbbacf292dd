import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { scaledClock } from '#payment';

import { CannotStart, type Kiosk, startKiosk } from './kiosk.ts';
import { screensMax } from './screen-link.ts';

const clock = scaledClock(
  { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout },
  1,
  0,
);
const charge = { do: 'charge', saleId: 's1', amount: { currency: 'EUR', minor: 1250 } };

let folder: string;
let said: string[];
let running: Kiosk[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-'));
  for (const name of ['till', 'display', 'assets']) mkdirSync(join(folder, 'renderer', name), { recursive: true });
  writeFileSync(join(folder, 'renderer', 'till', 'index.html'), '<!doctype html><title>Till</title>');
  writeFileSync(join(folder, 'renderer', 'display', 'index.html'), '<!doctype html><title>Display</title>');
  writeFileSync(join(folder, 'renderer', 'assets', 'main-abc.js'), 'export {};');
  said = [];
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((kiosk) => kiosk.stop()));
  rmSync(folder, { recursive: true });
});

async function openTill(over: { port?: number; hostFlags?: string[] } = {}): Promise<Kiosk> {
  const kiosk = await startKiosk({
    clock,
    port: over.port ?? 0,
    dataDir: join(folder, 'data'),
    rendererDir: join(folder, 'renderer'),
    hostEntry: fileURLToPath(new URL('stub-host.ts', import.meta.url)),
    hostFlags: over.hostFlags ?? [],
    driverEntry: null,
    say: (words) => said.push(words),
  });
  running.push(kiosk);
  await kiosk.hostSpoke;
  return kiosk;
}

type Visit = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

/** One request; unlike `fetch` it may name any Host. */
async function visit(url: string | URL, headers: Record<string, string> = {}): Promise<Visit> {
  const asking = request(url, { headers }).end();
  const [response] = await once(asking, 'response');
  const chunks = await response.toArray();
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

async function enter(kiosk: Kiosk, url = kiosk.url): Promise<string> {
  const { headers } = await visit(url);
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

/** A screen that keeps every frame and lets a test wait for the next one. */
function openScreen(kiosk: Kiosk, headers: Record<string, string>, path = '/link') {
  const { host, origin } = new URL(kiosk.url);
  const socket = new WebSocket(`ws://${host}${path}`, { headers: { origin, ...headers } });
  const frames: { frame: string; [field: string]: unknown }[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data) => {
    frames.push(JSON.parse((data as Buffer).toString()));
    waiting.shift()?.();
  });
  socket.on('error', () => {});
  return {
    socket,
    async next() {
      if (frames.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      return frames.shift() ?? { frame: 'none' };
    },
  };
}

async function openDisplay(kiosk: Kiosk) {
  return openScreen(kiosk, { cookie: await enter(kiosk, kiosk.displayUrl) }, '/display-link');
}

function hostPid(): number {
  return Number(readFileSync(join(folder, 'data', 'host.pid'), 'utf8'));
}

it('the start address is the page, with the cookie by which the clean one works; both are locked down', async () => {
  const kiosk = await openTill();
  const entered = await visit(kiosk.url);
  expect(entered).toMatchObject({
    status: 200,
    body: '<!doctype html><title>Till</title>',
    headers: {
      'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
      'cross-origin-opener-policy': 'unsafe-none',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });

  const page = await visit(new URL('/', kiosk.url), { cookie: await enter(kiosk) });
  expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Till</title>' });
  expect(page.headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
});

it('hashed assets may be kept for ever; nothing outside the built screens is served', async () => {
  const kiosk = await openTill();
  const cookie = await enter(kiosk);
  const asset = await visit(new URL('/assets/main-abc.js', kiosk.url), { cookie });
  expect(asset.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  for (const path of ['/assets/..%2f..%2fdata%2fscreens.key', '/till/index.html', '/data/screens.key', '/assets/'])
    expect(await visit(new URL(path, kiosk.url), { cookie })).toMatchObject({ status: 404 });
});

it('a foreign Host gets 421; no cookie, a wrong token and a foreign Origin get 403', async () => {
  const kiosk = await openTill();
  const page = new URL('/', kiosk.url);
  const cookie = await enter(kiosk);
  expect(await visit(page, { cookie, host: 'till.example' })).toMatchObject({ status: 421 });
  expect(await visit(page)).toMatchObject({ status: 403 });
  expect(await visit(new URL('/?start=guess', kiosk.url))).toMatchObject({ status: 403 });
  expect(await visit(page, { cookie, origin: 'http://other.example' })).toMatchObject({ status: 403 });
});

it('a link with a foreign Host, a foreign Origin or without the cookie is refused', async () => {
  const kiosk = await openTill();
  const cookie = await enter(kiosk);
  const refusedWith = async (headers: Record<string, string>): Promise<number> => {
    const [, response] = await once(openScreen(kiosk, headers).socket, 'unexpected-response');
    return response.statusCode;
  };
  expect(await refusedWith({ cookie, host: 'till.example' })).toBe(421);
  expect(await refusedWith({ cookie, origin: 'http://other.example' })).toBe(403);
  expect(await refusedWith({})).toBe(403);
});

it('a screen is told the last snapshot at once, and a reply goes only to the screen that asked', async () => {
  const kiosk = await openTill();
  const cookie = await enter(kiosk);
  const asking = openScreen(kiosk, { cookie });
  const watching = openScreen(kiosk, { cookie });
  expect(await asking.next()).toMatchObject({ frame: 'snapshot', snapshot: { revision: 1 } });
  expect(await watching.next()).toMatchObject({ frame: 'snapshot', snapshot: { revision: 1 } });

  asking.socket.send(JSON.stringify({ id: 'c1', command: charge }));
  expect(await asking.next()).toEqual({ frame: 'reply', id: 'c1', reply: { is: 'ok' } });
  expect(await asking.next()).toMatchObject({ frame: 'snapshot', snapshot: { revision: 2 } });
  expect(await watching.next()).toMatchObject({ frame: 'snapshot', snapshot: { revision: 2 } });
});

it('a repeated command id is answered again, also on a new connection', async () => {
  const kiosk = await openTill();
  const cookie = await enter(kiosk);
  for (const screen of [openScreen(kiosk, { cookie }), openScreen(kiosk, { cookie })]) {
    expect(await screen.next()).toMatchObject({ frame: 'snapshot' });
    screen.socket.send(JSON.stringify({ id: 'same', command: { ...charge, do: 'back' } }));
    expect(await screen.next()).toMatchObject({ frame: 'reply', id: 'same' });
    screen.socket.close();
  }
});

it('[V39] a frame beyond 64 KB, a binary one and one that is no command each close the link, and the host hears of it', async () => {
  const kiosk = await openTill();
  const cookie = await enter(kiosk);
  const watching = openScreen(kiosk, { cookie });
  let revision = 0;
  const hostHasHeard = async (): Promise<void> => {
    revision += 1;
    expect(await watching.next()).toMatchObject({ frame: 'snapshot', snapshot: { revision } });
  };
  await hostHasHeard();
  const closedAfter = async (data: string | Buffer): Promise<number> => {
    const { socket } = openScreen(kiosk, { cookie });
    await once(socket, 'open');
    socket.send(data);
    const [code] = await once(socket, 'close');
    await hostHasHeard();
    return code;
  };
  expect(await closedAfter('x'.repeat(65_537))).toBe(1009);
  expect(await closedAfter(Buffer.from('{}'))).toBe(1003);
  expect(await closedAfter('{"id":1}')).toBe(1008);
  for (const levels of [17, 5_000, 30_000]) expect(await closedAfter(nested('[', ']', levels))).toBe(1008);
  for (const levels of [17, 5_000]) expect(await closedAfter(nested('{"a":', '}', levels))).toBe(1008);
});

it('a killed host is said on every screen, then a new one takes over; the asked command is not sent by itself', async () => {
  const kiosk = await openTill();
  const screen = openScreen(kiosk, { cookie: await enter(kiosk) });
  expect(await screen.next()).toMatchObject({ frame: 'snapshot' });
  const killed = hostPid();
  process.kill(killed, 'SIGSTOP'); // so that the command is still unanswered when it dies
  screen.socket.send(JSON.stringify({ id: 'lost', command: charge }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.kill(killed, 'SIGKILL');

  expect(await screen.next()).toEqual({ frame: 'host-away' });
  expect(await screen.next()).toMatchObject({ frame: 'snapshot', snapshot: { revision: 1 } });
  expect(hostPid()).not.toBe(killed);
  expect(said.join('\n')).toMatch(/ended unexpectedly \(signal SIGKILL\); starting it again in 0\.1 s/);
});

it('a screen that opens while the host is away is told the last state and that the host is away', async () => {
  const kiosk = await openTill();
  const cookie = await enter(kiosk);
  const first = openScreen(kiosk, { cookie });
  await first.next();
  process.kill(hostPid(), 'SIGKILL');
  expect(await first.next()).toEqual({ frame: 'host-away' });
  const late = openScreen(kiosk, { cookie });
  expect(await late.next()).toMatchObject({ frame: 'snapshot' });
  expect(await late.next()).toEqual({ frame: 'host-away' });
});

it.each([
  { stays: 'stays', hostFlags: ['--cannot-run'] },
  { stays: 'ends', hostFlags: ['--cannot-run', '--and-end'] },
])('a host that says why it cannot run and $stays is shown as that, not as away', async ({ hostFlags }) => {
  const kiosk = await openTill({ hostFlags });
  const ended = hostPid();
  const screen = openScreen(kiosk, { cookie: await enter(kiosk) });
  const words = { frame: 'cannot-run', why: 'settings-invalid', detail: 'currency: not known', file: 'settings.json' };
  expect(await screen.next()).toEqual(words);
  expect(await screen.next()).toEqual(words); // tried again: the person may have mended it
  expect(hostPid()).not.toBe(ended);
  expect(said).toEqual(['the terminal host cannot run: currency: not known (settings.json)']);
});

it('an open page keeps working over a restart of the kiosk, whose printed address is a new one', async () => {
  const before = await openTill();
  const cookie = await enter(before);
  const { port } = new URL(before.url);
  await before.stop();
  running = [];
  const after = await openTill({ port: Number(port) });
  expect(after.url).not.toBe(before.url);
  expect(await visit(new URL('/', after.url), { cookie })).toMatchObject({ status: 200 });
  expect(await visit(before.url)).toMatchObject({ status: 403 });
  expect(statSync(join(folder, 'data', 'screens.key')).mode & 0o777).toBe(0o600);
});

it('a taken port and missing screens are each one sentence', async () => {
  const kiosk = await openTill();
  const port = Number(new URL(kiosk.url).port);
  const sentence = `Port ${port} on 127.0.0.1 is taken: end the program that uses it, or choose another with --port.`;
  await expect(openTill({ port })).rejects.toThrow(new CannotStart(sentence));
  rmSync(join(folder, 'renderer', 'till'), { recursive: true });
  await expect(openTill()).rejects.toThrow(/The screens are not built in .*: run "npm run build" first\./);
});

it('the customer display has a page and a cookie of its own, and neither opens the till', async () => {
  const kiosk = await openTill();
  expect(new URL(kiosk.displayUrl).pathname).toBe('/display');
  const body = '<!doctype html><title>Display</title>';
  expect(await visit(kiosk.displayUrl)).toMatchObject({ status: 200, body });
  const cookie = await enter(kiosk, kiosk.displayUrl);
  expect(cookie).toMatch(/^display-\d+=/);
  const page = await visit(new URL('/display?lang=ja', kiosk.url), { cookie });
  expect(page).toMatchObject({ status: 200, body });
  expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
  expect(await visit(new URL('/assets/main-abc.js', kiosk.url), { cookie })).toMatchObject({ status: 200 });
  expect(await visit(new URL('/', kiosk.url), { cookie })).toMatchObject({ status: 403 });
  const known = await visit(new URL('/display?start=old', kiosk.url), { cookie });
  expect(known).toMatchObject({ status: 303, headers: { location: '/display' } });
  const [, response] = await once(openScreen(kiosk, { cookie }).socket, 'unexpected-response');
  expect(response.statusCode).toBe(403);
  expect(statSync(join(folder, 'data', 'display.key')).mode & 0o777).toBe(0o600);
});

it('a display is told its own model and may say that it is there; a till hears nothing of either', async () => {
  const kiosk = await openTill();
  const till = openScreen(kiosk, { cookie: await enter(kiosk) });
  expect(await till.next()).toMatchObject({ frame: 'snapshot', snapshot: { revision: 1 } });
  const display = await openDisplay(kiosk);
  expect(await display.next()).toMatchObject({ frame: 'display', display: { shopName: 'Test shop' } });

  // With the id of a till's command that has no answer yet: the reply must not become that command's.
  display.socket.send(JSON.stringify({ id: 'c1', command: { do: 'display-here' } }));
  expect(await display.next()).toMatchObject({ frame: 'display', display: { shopName: 'heard display' } });
  till.socket.send(JSON.stringify({ id: 'c1', command: charge }));
  expect(await till.next()).toEqual({ frame: 'reply', id: 'c1', reply: { is: 'ok' } });
  expect(await till.next()).toMatchObject({ frame: 'snapshot', snapshot: { revision: 2 } });

  process.kill(hostPid(), 'SIGKILL');
  expect(await display.next()).toEqual({ frame: 'host-away' });
  expect(await display.next()).toMatchObject({ frame: 'display', display: { shopName: 'Test shop' } });
});

it('[V39] a display that says anything else is closed, and the host hears of it', async () => {
  const kiosk = await openTill();
  const till = openScreen(kiosk, { cookie: await enter(kiosk) });
  await till.next();
  const here = { do: 'display-here' };
  const others = [{ id: 'd', command: charge }, { id: 'd', command: here, more: 1 }, { id: 'd' }, 'here'];
  for (const [index, said] of others.entries()) {
    const { socket } = await openDisplay(kiosk);
    await once(socket, 'open');
    socket.send(JSON.stringify(said));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1008);
    // One snapshot for each, where the real host would record it: none was taken for a command.
    expect(await till.next()).toMatchObject({ frame: 'snapshot', snapshot: { revision: 2 + index } });
  }
});

it('a display that floods the way is cut off, and the till is heard meanwhile', async () => {
  const kiosk = await openTill();
  const till = openScreen(kiosk, { cookie: await enter(kiosk) });
  await till.next();
  const display = await openDisplay(kiosk);
  await display.next();
  const gone = once(display.socket, 'close');
  const here = JSON.stringify({ id: 'c1', command: { do: 'display-here' } });
  for (let words = 0; words < 50_000; words += 1) display.socket.send(here);
  till.socket.send(JSON.stringify({ id: 'c2', command: charge }));
  const askedAt = performance.now();
  for (let frame = await till.next(); frame.frame !== 'reply'; frame = await till.next());
  expect(performance.now() - askedAt).toBeLessThan(1_000);
  await gone;
});

it('tills and displays have places of their own: too many of one keep none of the other out', async () => {
  const kiosk = await openTill();
  const cookie = await enter(kiosk);
  for (let opened = 0; opened < screensMax.display; opened++)
    expect(await (await openDisplay(kiosk)).next()).toMatchObject({ frame: 'display' });
  for (let opened = 0; opened < screensMax.till; opened++)
    expect(await openScreen(kiosk, { cookie }).next()).toMatchObject({ frame: 'snapshot' });
  for (const { socket } of [await openDisplay(kiosk), openScreen(kiosk, { cookie })]) {
    const [code] = await once(socket, 'close');
    expect(code).toBe(1013);
  }
});

/** A command of so many levels. */
function nested(open: string, close: string, levels: number): string {
  return `{"id":"d","command":${open.repeat(levels)}1${close.repeat(levels)}}`;
}
