import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expect } from '@playwright/test';
import { generate } from 'selfsigned';

import { signResponse } from '../acquirer/protocol/index.ts';
import { inShell } from './story.ts';
import { TillScreen } from './till.ts';

// What answers, or does not, where the till expects its backend. The kiosk and its host are the real ones, alone.

type Backend = { server: Server; asked: string[]; url: string; pem: string };
type Answering = (request: IncomingMessage, response: ServerResponse) => void;

const test = inShell.extend<{ openTill: (backend: string, backendPem: string) => Promise<void>; till: TillScreen }>({
  till: async ({ page }, use) => use(new TillScreen(page)),
  openTill: async ({ till }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'counterpay-away-'));
    const started: ChildProcess[] = [];
    await use(async (backend, backendPem) => {
      const keyFile = join(folder, 'backend.pub.pem');
      writeFileSync(keyFile, backendPem);
      const flags = ['--port', '0', '--data', join(folder, 'till'), '--backend', backend, '--backend-key', keyFile];
      const kiosk = spawn(process.execPath, ['kiosk/main.ts', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
      started.push(kiosk);
      await till.open(await readyUrl(kiosk));
    });
    for (const kiosk of started) kiosk.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  },
});

test.skip(({ shell }) => shell === 'electron', 'it starts the kiosk alone; the host and its words are the same');

const backendKeys = generateKeyPairSync('ed25519');
const backendPem = pemOf(backendKeys.publicKey);
const servers: Server[] = [];
test.afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
      server.closeAllConnections();
  }
});

function pemOf(key: KeyObject): string {
  return String(key.export({ type: 'spki', format: 'pem' }));
}

function readyUrl(kiosk: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (kiosk.stdout === null) throw new Error('stdout is piped');
    kiosk.once('exit', () => reject(new Error('the kiosk ended before it was ready')));
    createInterface({ input: kiosk.stdout }).on('line', (line) => {
      const { ready, url } = JSON.parse(line) as { ready?: string; url?: string };
      if (ready === 'till' && url !== undefined) resolve(url);
    });
  });
}

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A backend that answers as it is told; what was asked is kept. */
async function backendThat(answer: Answering): Promise<Backend> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  return { server, asked, url: `http://127.0.0.1:${await listening(server)}`, pem: backendPem };
}

/** A healthy one; `aheadMs`: how far its clock is ahead of this machine's. */
function healthy(aheadMs = 0, key: KeyObject = backendKeys.privateKey): Answering {
  return (request, response) => void answerHealth(request, response, Date.now() + aheadMs, key);
}

async function answerHealth(
  { url = '', headers }: IncomingMessage,
  response: ServerResponse,
  sentAt: number,
  key: KeyObject,
): Promise<void> {
  const body = Buffer.from('{"status":"ok","environment":"sandbox","till":"known"}');
  const single = Object.fromEntries(
    Object.entries(headers).flatMap(([k, v]) => (typeof v === 'string' ? [[k, v]] : [])),
  );
  const signed = await signResponse(
    { status: 200, body, sentAt },
    { method: 'GET', target: url, headers: single },
    key,
  );
  response.writeHead(200, signed).end(body);
}

function signInPage(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(302, { location: 'http://sign-in.invalid/', 'content-type': 'text/html' }).end('<h1>Hi</h1>');
}

/** The amount is kept, no code is asked for, and nothing but the till's own questions goes out. */
async function requireNothingSent(till: TillScreen, asked: readonly string[]): Promise<void> {
  await till.page.keyboard.type('12.50', { delay: 90 });
  await till.page.keyboard.press('Enter');
  await till.breathe();
  await expect(till.amount()).toContainText('12.50');
  await expect(till.heading('Scan the customer’s code')).toBeHidden();
  expect(asked.filter((line) => !/^GET \/v1\/(health|events)/.test(line))).toEqual([]);
}

test('the name of the backend is not found: said in words, nothing is sent', async ({ openTill, till }) => {
  await openTill('https://backend.invalid', backendPem);
  await expect(till.page.getByRole('alert')).toContainText('The service’s address was not found');
  await requireNothingSent(till, []);
});

test('nobody listens at the address', async ({ openTill, till }) => {
  const { server, url } = await backendThat(() => undefined);
  await new Promise((resolve) => server.close(resolve));
  await openTill(url, backendPem);
  await expect(till.page.getByRole('alert')).toContainText('The service does not answer at its address');
});

test('the shop’s network wants somebody to sign in; after that the till works by itself', async ({
  openTill,
  till,
}) => {
  let answer = signInPage;
  const { asked, url } = await backendThat((request, response) => answer(request, response));
  await openTill(url, backendPem);
  await expect(till.page.getByRole('alert')).toContainText('The network wants somebody to sign in');
  await requireNothingSent(till, asked);

  answer = healthy();
  await expect(till.page.getByRole('alert')).toBeHidden({ timeout: 25_000 });
});

test('a certificate that nobody vouches for', async ({ openTill, till }) => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
  const asked: string[] = [];
  const server = createTlsServer({ key, cert }, (request) => asked.push(request.url ?? ''));
  await openTill(`https://127.0.0.1:${await listening(server)}`, backendPem);
  await expect(till.page.getByRole('alert')).toContainText('The connection cannot be trusted');
  await requireNothingSent(till, asked);
  expect(asked).toEqual([]);
});

test('[V6] a backend with another key is not believed', async ({ openTill, till }) => {
  const { asked, url } = await backendThat(healthy(0, generateKeyPairSync('ed25519').privateKey));
  await openTill(url, backendPem);
  await expect(till.page.getByRole('alert')).toContainText('not from this till’s acquirer');
  await requireNothingSent(till, asked);
});

test('the clock is said to be slow, in minutes, and selling goes on', async ({ openTill, till }) => {
  const { url } = await backendThat(healthy(7 * 60_000));
  await openTill(url, backendPem);
  await expect(till.page.getByRole('alert')).toContainText('7 min slow');
  await till.key('12.50');
});

test('Chinese texts that do not come: the till works in English, and turns Chinese when they do', async ({
  openTill,
  page,
  till,
}) => {
  const { url, pem } = await backendThat(healthy());
  const texts = /\/assets\/zh-Hans-[\w-]+\.json$/;
  await page.route(texts, (route) => route.abort());
  await openTill(url, pem);
  const html = page.locator('html');
  await page.getByRole('button', { name: '中文' }).click();
  await page.reload();
  await till.isOpen();
  await expect(html).toHaveAttribute('lang', 'en');
  await till.key('3');
  await expect(till.heading('Scan the customer’s code')).toBeVisible();
  await page.unroute(texts);
  await expect(html).toHaveAttribute('lang', 'zh-Hans');
});
