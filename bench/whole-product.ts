import { chmod, mkdir, readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { startKiosk, startServing, type Served } from './kiosk-process.ts';
import { checkout } from './screens.ts';

const clientId = 'SANDBOX_COUNTERPAY';

/** Sandbox and backend as `npm start` runs them; tills come and go. */
export type WholeProduct = {
  backend: string;
  sandbox: string;
  /** The till with that backend, or what stands before it. */
  startTill(backend: string): Promise<Served>;
  stop(): Promise<void>;
};

export async function startProduct(folder: string): Promise<WholeProduct> {
  await chmod(folder, 0o711); // as root the database runs as nobody, which must be able to pass through
  const till = join(folder, 'till');
  await mkdir(till, { recursive: true, mode: 0o700 });
  const backendKeys = join(folder, 'backend');
  const alipayKey = join(folder, 'alipay.pub.pem');
  const sandbox = await startServing([
    join(checkout, 'acquirer/sandbox/main.ts'),
    ...asFlags({
      port: '0',
      data: join(folder, 'sandbox'),
      client: clientId,
      'client-key': join(backendKeys, 'alipay.pub.pem'),
      'public-key': alipayKey,
    }),
  ]);
  const backend = await startServing([
    join(checkout, 'acquirer/backend/main.ts'),
    ...asFlags({
      port: '0',
      data: backendKeys,
      alipay: sandbox.url,
      'alipay-client-id': clientId,
      'alipay-public-key': alipayKey,
      terminal: 'TILL1',
      'terminal-key': join(till, 'terminal.pub.pem'),
    }),
  ]);
  return {
    backend: backend.url,
    sandbox: sandbox.url,
    async startTill(url) {
      return await startKiosk(till, { url, publicPem: await readFile(join(backendKeys, 'backend.pub.pem'), 'utf8') });
    },
    async stop() {
      await backend.stop();
      await sandbox.stop();
    },
  };
}

function asFlags(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}

/** The same backend without a line of hints. */
export async function withoutHints(backend: string): Promise<{ url: string; close(): void }> {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url === '/v1/events') return void outgoing.writeHead(404).end();
    const { method, headers } = incoming;
    const onward = request(backend + (incoming.url ?? ''), { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
