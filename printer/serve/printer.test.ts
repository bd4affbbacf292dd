import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { PNG } from 'pngjs';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { bytes, linesOf } from '../testing/printed.ts';
import { startPrinter, type EmulatedPrinter } from './printer.ts';

let printer: EmulatedPrinter;
let sockets: Socket[];

beforeEach(async () => {
  sockets = [];
  printer = await startPrinter();
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await printer.close();
});

it('prints what arrives, answers, and ends when the host has ended and everything was taken', async () => {
  const socket = await host();
  socket.end(bytes('Total', 10, 0x1d, 'r1'));
  expect((await all(socket)).toString('hex')).toBe('00');
  expect(linesOf(printer.device.slips()[0]!.entries)).toEqual(['Total']);
});

it('takes a job that is larger than its buffer, in the pace of the printer', async () => {
  const socket = await host();
  socket.end(bytes('0123456789\n'.repeat(1_500), 0x1d, 'r1'));
  expect((await all(socket)).toString('hex')).toBe('00');
  expect(printer.device.slips().flatMap(({ entries }) => entries)).toHaveLength(1_500);
});

it('lets a second host wait, and turns a fourth away', async () => {
  const [first, second, third] = [await host(), await host(), await host()];
  second.write(bytes('second', 10, 0x1d, 'r1'));
  const fourth = connect(printer.port, '127.0.0.1');
  sockets.push(fourth);
  fourth.on('error', () => {});
  await closed(fourth);
  first.end(bytes('first', 10));
  await all(first);
  const [answer] = (await once(second, 'data')) as [Buffer];
  expect(answer.toString('hex')).toBe('00');
  expect(linesOf(printer.device.slips()[0]!.entries)).toEqual(['first', 'second']);
  third.destroy();
});

it('is gone while it is off: connections end, and nobody listens until it is on again', async () => {
  const socket = await host();
  socket.on('error', () => {});
  printer.device.change({ power: 'off' });
  await closed(socket);
  const refused = connect(printer.port, '127.0.0.1');
  const [fault] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
  expect(fault.code).toBe('ECONNREFUSED');
  printer.device.change({ power: 'on' });
  const again = await host();
  again.end(bytes(0x10, 4, 1));
  expect((await all(again)).toString('hex')).toBe('16');
});

it('says that the port is taken', async () => {
  await expect(startPrinter({ port: printer.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(startPrinter({ controlPort: Number(new URL(printer.url).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

it('is driven over HTTP by who has the token', async () => {
  expect(await ask('/state')).toMatchObject({ condition: { paper: 'ok' }, slips: [], pulses: [], port: printer.port });
  expect(await tell('/condition', { paper: 'near-end', cover: 'open' })).toMatchObject({
    condition: { paper: 'near-end' },
  });
  expect(printer.device.condition).toMatchObject({ paper: 'near-end', cover: 'open' });
  await tell('/condition', { paper: 'ok', cover: 'closed' });
  await tell('/trouble', { after: 6, of: 'printed', becomes: { mute: true } });
  const socket = await host();
  socket.end(bytes('Total', 10, 0x1d, 'r1'));
  expect((await all(socket)).toString('hex')).toBe('');
  expect(printer.device.condition.mute).toBe(true);
});

it('shows each slip as a picture and in words', async () => {
  const socket = await host();
  socket.end(bytes('Total', 10, 0x1d, 'VB', 0));
  await all(socket);
  const picture = await get('/slips/1.png');
  expect([picture.headers.get('content-type'), PNG.sync.read(Buffer.from(await picture.arrayBuffer())).width]).toEqual([
    'image/png',
    640,
  ]);
  expect(await ask('/slips/1.json')).toMatchObject({
    isCut: true,
    entries: [{ kind: 'line', text: 'Total' }, { kind: 'cut' }],
  });
  expect((await get('/slips/7.png')).status).toBe(404);
});

it.each<[string, string, unknown]>([
  ['a condition that no printer has', '/condition', { paper: 'wet' }],
  ['a part that no printer has', '/condition', { ink: 'out' }],
  ['trouble after no time', '/trouble', { of: 'printed', becomes: {} }],
  ['no JSON', '/condition', undefined],
  ['an address for nothing', '/nothing', {}],
])('refuses %s, and changes nothing', async (_name, path, body) => {
  const before = printer.device.condition;
  const response = await post(path, JSON.stringify(body) ?? 'paper=out', { authorization: `Bearer ${printer.token}` });
  expect(response.status).toBe(400);
  expect(printer.device.condition).toEqual(before);
});

it('opens its page by the start address, and by nothing else', async () => {
  expect((await fetch(printer.url)).status).toBe(403);
  expect((await fetch(`${printer.url}/?start=guess`)).status).toBe(403);
  expect((await fetch(`${printer.url}/state`, { headers: { authorization: 'Bearer guess' } })).status).toBe(403);
  const entered = await fetch(printer.page, { redirect: 'manual' });
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/']);
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(entered.headers.get('set-cookie')).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  const page = await fetch(printer.url, { headers: { cookie } });
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page.text()).toContain('<h1>Emulated receipt printer</h1>');
});

it('takes the forms of its own page, and of no other', async () => {
  const cookie = `printer-${new URL(printer.url).port}=${printer.token}`;
  const form = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await post('/condition', 'paper=out', { ...form, origin: 'http://elsewhere.example' })).status).toBe(403);
  expect((await post('/condition', 'paper=out', form)).status).toBe(403);
  expect((await post('/condition', 'paper=out', { ...form, origin: printer.url })).status).toBe(303);
  expect(
    (await post('/trouble', 'after=3&of=lines&becomes=fault%3Acutter', { ...form, origin: printer.url })).status,
  ).toBe(303);
  await post('/condition', 'bytesPerSecond=', { ...form, origin: printer.url });
  await post('/condition', 'hang=false', { ...form, origin: printer.url });
  expect(printer.device.condition).toMatchObject({ paper: 'out', bytesPerSecond: null, hang: false });
});

it('writes what was printed into its page as text', async () => {
  const socket = await host();
  socket.end(bytes('<script>alert(1)</script>', 10));
  await all(socket);
  const page = await (await get('/')).text();
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toContain('<script>');
});

async function host(): Promise<Socket> {
  const socket = connect(printer.port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** However it ends. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}

async function all(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function get(path: string): Promise<Response> {
  return fetch(printer.url + path, { headers: { authorization: `Bearer ${printer.token}` } });
}

async function ask(path: string): Promise<unknown> {
  return (await get(path)).json();
}

async function tell(path: string, body: unknown): Promise<unknown> {
  return (await post(path, JSON.stringify(body), { authorization: `Bearer ${printer.token}` })).json();
}

function post(path: string, body: string, headers: Record<string, string>): Promise<Response> {
  return fetch(printer.url + path, { method: 'POST', body, headers, redirect: 'manual' });
}
