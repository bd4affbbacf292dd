import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

import Fastify, { type FastifyInstance } from 'fastify';

import type { Clock, Currency } from '#payment';
import { pathOfTarget } from '#protocol';

import type { OwnCertificate } from './certificate.ts';
import { addControl } from './control.ts';
import { addGateway, sendUnreadable, type GatewayOptions } from './gateway.ts';
import { openOutbox } from './outbox.ts';
import { openPhones } from './phone.ts';
import { addWalletPages, builtPages } from './wallet-pages.ts';
import { openWorld, type Digits, type World } from './world.ts';

export type SandboxOptions = GatewayOptions & {
  /** 0 takes any free port. */
  port: number;
  /** Where HTTPS is spoken besides, port 0 for any free one; null for nowhere. */
  tls: { port: number; certificate: OwnCertificate } | null;
  /** The ledger's file; `:memory:` keeps nothing. */
  ledgerPath: string;
  clock: Clock;
  digits: Digits;
  /** What purses show before the first payment. */
  currency: Currency;
  /** The folder of the built pages; without it, where the build puts them. */
  pagesFolder?: string;
  /** Hears what our own mistakes were; nothing that a caller sent. */
  onFault(fault: unknown): void;
};

export type Sandbox = { url: string; tlsUrl: string | null; world: World; close(): Promise<void> };

/** Alipay+ with wallets behind it, on 127.0.0.1. Rejects when the port is taken or the ledger cannot be opened. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const world = openWorld(options.ledgerPath, options.clock, options.digits, options.currency);
  const app = Fastify({
    bodyLimit: bodyBytesMax,
    forceCloseConnections: true,
    // One official client sends the whole address as the target.
    rewriteUrl: (request) => pathOfTarget(request.url ?? '/'),
  });
  takeBodiesAsBytes(app);
  nameFaults(app, world, options);
  const outbox = openOutbox(world, options);
  addGateway(app, world, options, outbox);
  await app.register(async (own) => addControl(own, world, openPhones(world), outbox));
  await app.register(async (own) => addWalletPages(own, options.pagesFolder ?? builtPages));
  await app.listen({ port: options.port, host: '127.0.0.1' });
  const tls = options.tls === null ? null : await listenWithTls(app, options.tls).catch(endWith(app));
  return {
    url: `http://127.0.0.1:${portOf(app.server)}`,
    tlsUrl: tls === null ? null : `https://127.0.0.1:${portOf(tls)}`,
    world,
    async close() {
      outbox.close();
      tls?.closeAllConnections();
      tls?.close();
      await app.close();
      world.db.close();
    },
  };
}

/** The same addresses over TLS. Rejects when the port is taken. */
async function listenWithTls(
  app: FastifyInstance,
  { port, certificate: { key, cert } }: NonNullable<SandboxOptions['tls']>,
): Promise<Server> {
  const server = createServer({ key, cert }, (request, response) => app.routing(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

/** Half a sandbox is none: what listens already is let go. */
function endWith(app: FastifyInstance): (cause: unknown) => Promise<never> {
  return async (cause) => {
    await app.close();
    throw cause;
  };
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  return (server.address() as AddressInfo).port;
}

/** More than any request here needs. */
const bodyBytesMax = 64 * 1024;

/** Signatures cover the bytes on the wire, so nothing is parsed before they are verified. */
function takeBodiesAsBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

function nameFaults(app: FastifyInstance, world: World, options: SandboxOptions): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) options.onFault(error);
    if (pathOfTarget(request.originalUrl).startsWith('/aps/') && status < 500) {
      const code = status === 415 ? 'MEDIA_TYPE_NOT_ACCEPTABLE' : 'PARAM_ILLEGAL';
      return sendUnreadable(request, reply, world, options, code);
    }
    return reply
      .code(status)
      .send({ error: 'refused', message: status >= 500 ? 'The sandbox failed.' : error.message });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: 'no-such-address', message: 'There is nothing at this address.' }),
  );
}
