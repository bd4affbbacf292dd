import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { scaledClock } from '#payment';

import { addressOf, exchange } from './exchange.ts';

const platform = { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout };
const clock = scaledClock(platform, 1, Date.now());
/** 3 s of waiting take 0.15 s. */
const fastClock = scaledClock(platform, 20, Date.now());
const get = { method: 'GET', headers: {}, body: null } as const;

let open: (Server | TlsServer)[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of open) server.close();
  open = [];
});

async function listening(server: Server | TlsServer): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function saying(bytes: string): Promise<Awaited<ReturnType<typeof exchange>>> {
  const server = createTcpServer((socket) => socket.once('data', () => socket.end(bytes)));
  return exchange({ ...get, url: addressOf(`http://127.0.0.1:${await listening(server)}`, '/') }, clock);
}

function fault(why: string, trouble: string | null = null): object {
  return { ok: false, error: { why, trouble, isWrongKey: false } };
}

describe('what can be said about the way there', () => {
  it('a name that DNS does not know, and a port where nobody listens', async () => {
    // RFC 6761: there is never such a name.
    const nowhere = addressOf('http://backend.invalid', '/');
    expect(await exchange({ ...get, url: nowhere }, clock)).toEqual(fault('unreachable', 'name-not-found'));
    const closed = createTcpServer();
    const port = await listening(closed);
    await new Promise((resolve) => closed.close(resolve));
    open = [];
    const url = addressOf(`http://127.0.0.1:${port}`, '/');
    expect(await exchange({ ...get, url }, clock)).toEqual(fault('unreachable', 'refused'));
  });
});

describe('over https', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exchange-'));
  let key: Buffer;
  let cert: Buffer;

  beforeAll(() => {
    const { error, status } = spawnSync('openssl', [
      ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=backend.invalid'.split(
        ' ',
      ),
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      join(folder, 'key'),
      '-out',
      join(folder, 'cert'),
    ]);
    if (error !== undefined || status !== 0) throw new Error('the openssl command is not here: install openssl');
    key = readFileSync(join(folder, 'key'));
    cert = readFileSync(join(folder, 'cert'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('asks a server whose certificate the given authority signed, and no other', async () => {
    const asked: string[] = [];
    const server = createTlsServer({ key, cert }, (request, response) => {
      asked.push(request.url ?? '');
      response.end('{}');
    });
    const url = addressOf(`https://127.0.0.1:${await listening(server)}/`, '/a?b=1');
    expect(await exchange({ ...get, url }, clock, { ca: cert.toString('utf8') })).toMatchObject({
      ok: true,
      value: { status: 200, body: Buffer.from('{}') },
    });
    expect(await exchange({ ...get, url }, clock)).toEqual(fault('unreachable', 'certificate'));
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect(await exchange({ ...get, url }, clock)).toEqual(fault('unreachable', 'certificate'));
    expect(asked).toEqual(['/a?b=1']);
  });

  it('a certificate for another name is said, and nothing was sent', async () => {
    const asked: string[] = [];
    const server = createTlsServer({ key, cert }, (request) => asked.push(request.url ?? ''));
    const url = addressOf(`https://localhost:${await listening(server)}`, '/');
    const authority = { ca: cert.toString('utf8') };
    expect(await exchange({ ...get, url }, clock, authority)).toEqual(fault('unreachable', 'certificate'));
    expect(asked).toEqual([]);
  });

  it('gives up after 3 s when nothing is agreed on: then nothing was sent', async () => {
    const silent = createTcpServer(() => undefined);
    const url = addressOf(`https://127.0.0.1:${await listening(silent)}`, '/');
    const startedAt = fastClock.monoMs();
    expect(await exchange({ ...get, url }, fastClock)).toEqual(fault('unreachable'));
    expect(fastClock.monoMs() - startedAt).toBeLessThan(9_000);
  });
});

describe('what comes back', () => {
  it('[V38] as no HTTP is no answer', async () => {
    expect(await saying('hello\r\n\r\n')).toEqual(fault('no-answer'));
    expect(await saying('')).toEqual(fault('no-answer'));
  });

  it('[V38] without end is cut at 64 KB, whatever length it claims', async () => {
    const body = 'x'.repeat(70_000);
    expect(await saying(`HTTP/1.1 200 OK\r\n\r\n${body}`)).toEqual(fault('too-large'));
    expect(await saying(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n11170\r\n${body}`)).toEqual(
      fault('too-large'),
    );
  });
});

it('an address that is no http address is a mistake of the settings', () => {
  expect(() => addressOf('ftp://127.0.0.1', '/')).toThrow('not an http address');
  expect(() => addressOf('127.0.0.1', '/')).toThrow();
});
