import { createPublicKey } from 'node:crypto';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';

import { generate } from 'selfsigned';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { scaledClock } from '#payment';
import { pinOf, type Pin } from '#protocol';

import { addressOf, exchange } from './exchange.ts';
import { hasPinnedKey } from './pinned-key.ts';

const platform = { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout };
const clock = scaledClock(platform, 1, Date.now());

/** Key and certificate, in PEM. */
type Pair = { key: string; publicKey: string; cert: string; pin: Pin };

let authority: Pair;
/** Of the same name as the authority, as a proxy may have made one. */
let namesake: Pair;
let right: Pair;
let backup: Pair;
/** Signed by the authority, of another key. */
let other: Pair;
let byNamesake: Pair;

beforeAll(async () => {
  authority = await certificate('Authority', null);
  namesake = await certificate('Authority', null);
  right = await certificate('localhost', authority);
  backup = await certificate('localhost', authority);
  other = await certificate('localhost', authority);
  byNamesake = await certificate('localhost', namesake);
});

/** `key`: another one's; without it a new one. An authority is signed by nobody else. */
async function certificate(name: string, by: Pair | null, key?: Pair): Promise<Pair> {
  const isAuthority = by === null;
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: isAuthority
      ? [
          { name: 'basicConstraints', cA: true, critical: true },
          { name: 'keyUsage', keyCertSign: true, critical: true },
        ]
      : [
          { name: 'basicConstraints', cA: false },
          { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
        ],
    ...(by === null ? {} : { ca: by }),
    ...(key === undefined ? {} : { keyPair: { privateKey: key.key, publicKey: key.publicKey } }),
  });
  return {
    key: made.private,
    publicKey: made.public,
    cert: `${made.cert.trim()}\n`,
    pin: pinOf(createPublicKey(made.public)),
  };
}

let servers: (Server | HttpServer)[] = [];
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
});

type Far = {
  port: number;
  /** Everything that came out of TLS. */
  heard: string[];
  connections: { resumed: boolean }[];
  /** Connections that are still open, and all that came. */
  open: number;
  came: number;
};

/** `sent`: certificates that are shown besides its own. */
async function serving(pair: Pair, sent = '', options: { port?: number; ticketKeys?: Buffer } = {}): Promise<Far> {
  const far: Far = { port: 0, heard: [], connections: [], open: 0, came: 0 };
  const { port = 0, ticketKeys } = options;
  const tickets = ticketKeys === undefined ? {} : { ticketKeys };
  const server = createServer({ key: pair.key, cert: pair.cert + sent, ...tickets }, (_request, response) =>
    response.end('{}'),
  );
  server.on('connection', (socket) => {
    far.open += 1;
    far.came += 1;
    socket.once('close', () => (far.open -= 1));
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    far.connections.push({ resumed: socket.isSessionReused() });
    socket.prependListener('data', (bytes: Buffer) => far.heard.push(bytes.toString('latin1')));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  far.port = (server.address() as AddressInfo).port;
  return far;
}

async function ask(far: Far, pins: readonly Pin[], ca: string = authority.cert): ReturnType<typeof exchange> {
  const url = addressOf(`https://localhost:${far.port}`, '/pay');
  const body = Buffer.from('{"paymentMethodId":"281010897274821897274821"}');
  return await exchange({ method: 'POST', url, headers: {}, body }, clock, { ca, pins });
}

const answered = { ok: true, value: { status: 200, body: Buffer.from('{}') } };
const wrongKey = { ok: false, error: { why: 'unreachable', trouble: 'certificate', isWrongKey: true } };
const wrongCertificate = { ok: false, error: { why: 'unreachable', trouble: 'certificate', isWrongKey: false } };

/** It came, and went without a word. */
async function expectNothingSaid(far: Far): Promise<void> {
  expect(far.came).toBeGreaterThan(0);
  await expect.poll(() => far.open).toBe(0);
  expect(far.heard).toEqual([]);
}

describe('a server whose key is pinned', () => {
  it('[R3] [T20] is asked when its own key is, or that of the authority that signed it, or the backup', async () => {
    const far = await serving(right);
    expect(await ask(far, [right.pin])).toMatchObject(answered);
    expect(await ask(far, [backup.pin, right.pin])).toMatchObject(answered);
    expect(await ask(far, [authority.pin])).toMatchObject(answered);
    const rotated = await serving(backup);
    expect(await ask(rotated, [right.pin, backup.pin])).toMatchObject(answered);
    expect(far.heard.join('')).toContain('281010897274821897274821');
  });

  it('[R3] [T20] [V5] with another key is sent nothing, though the trusted authority signed its certificate', async () => {
    const far = await serving(other);
    expect(await ask(far, [])).toMatchObject(answered);
    far.heard.length = 0;
    expect(await ask(far, [right.pin, backup.pin])).toEqual(wrongKey);
    await expectNothingSaid(far);
  });

  it('[R3] [T20] is not believed by a pinned certificate that it shows and that did not sign its own', async () => {
    for (const sent of [authority.cert, authority.cert + namesake.cert, namesake.cert + authority.cert, right.cert]) {
      const far = await serving(byNamesake, sent);
      expect(await ask(far, [], namesake.cert)).toMatchObject(answered);
      far.heard.length = 0;
      expect(await ask(far, [authority.pin, right.pin], namesake.cert)).toEqual(wrongKey);
      await expectNothingSaid(far);
    }
  });

  it('[R3] [T20] is not believed for what a customer of the pinned authority signed', async () => {
    // A proxy's authority that has the name and key of an ordinary certificate.
    const proxy = await certificate('Proxy', null);
    const customer = await certificate('Proxy', authority, proxy);
    const far = await serving(await certificate('localhost', proxy), customer.cert + authority.cert);
    expect(await ask(far, [], proxy.cert)).toMatchObject(answered);
    far.heard.length = 0;
    expect(await ask(far, [authority.pin], proxy.cert)).toEqual(wrongKey);
    await expectNothingSaid(far);
  });

  it('[R3] must be vouched for and named rightly all the same', async () => {
    const far = await serving(right);
    expect(await ask(far, [right.pin], namesake.cert)).toEqual(wrongCertificate);
    const named = await certificate('pay.example', authority);
    expect(await ask(await serving(named), [named.pin])).toEqual(wrongCertificate);
    expect(far.heard).toEqual([]);
  });
});

describe('a session of before', () => {
  const ticketKeys = Buffer.alloc(48, 7);

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    '[R3] [T20] that is resumed over %s shows no certificate, and has no pinned key',
    async (version) => {
      const far = await serving(right, '', { ticketKeys });
      const session = await new Promise<Buffer>((resolve) => {
        const socket = connectTo(far, version);
        socket.once('session', resolve);
        socket.write('GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
        socket.resume();
      });
      const socket = connectTo(far, version, session);
      await new Promise((resolve) => socket.once('secureConnect', resolve));
      expect(socket.isSessionReused()).toBe(true);
      expect(socket.authorized).toBe(true); // by Node, which looked at nothing
      expect(hasPinnedKey(socket, [right.pin, authority.pin])).toBe(false);
      socket.destroy();
    },
  );

  it('[R3] [T20] is never resumed: each request meets the key anew, and another one behind the same tickets is noticed', async () => {
    const far = await serving(right, '', { ticketKeys });
    for (let times = 0; times < 3; times++) expect(await ask(far, [right.pin])).toMatchObject(answered);
    expect(far.connections).toEqual([{ resumed: false }, { resumed: false }, { resumed: false }]);
    const [server] = servers.splice(0);
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    const taken = await serving(other, '', { ticketKeys, port: far.port });
    expect(await ask(taken, [right.pin])).toEqual(wrongKey);
    await expectNothingSaid(taken);
  });
});

it('[R3] plain http has no key, so nothing is sent there when one is pinned', async () => {
  const heard: string[] = [];
  const server = createHttpServer((request, response) => {
    heard.push(request.url ?? '');
    response.end('{}');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = addressOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, '/pay');
  const asked = { method: 'POST', url, headers: {}, body: Buffer.from('{}') } as const;
  expect(await exchange(asked, clock, { pins: [right.pin] })).toEqual(wrongKey);
  expect(heard).toEqual([]);
});

function connectTo(far: Far, version: 'TLSv1.2' | 'TLSv1.3', session?: Buffer): TLSSocket {
  const versions = { minVersion: version, maxVersion: version } as const;
  const socket = connect({
    host: '127.0.0.1',
    servername: 'localhost',
    port: far.port,
    ca: authority.cert,
    ...versions,
    ...(session === undefined ? {} : { session }),
  });
  socket.on('error', () => undefined);
  return socket;
}
