import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readAuthority } from './alipay-trust.ts';
import { stubClientId } from './testing/alipay-stub.ts';
import { filesWith, newDataFolder, removeFolder } from './testing/data-folders.ts';
import { ids, newMachine, newMachineBefore, startNode, type Asked, type Machine } from './testing/machine.ts';
import { newOrder } from './testing/orders.ts';
import { pay } from './testing/till.ts';

/** The sandbox as it is started with `--tls`. */
type SandboxOverTls = Asked & { tls: string; pin: string; certificate: string; folder: string };

const patience = { timeout: 60_000 };
const otherPin = 'sha256/AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';

describe('a backend that is told by what to know the server of Alipay+', patience, () => {
  let machine: Machine<SandboxOverTls>;

  beforeAll(async () => {
    machine = await newMachineBefore(openSandbox);
  }, 60_000);

  afterAll(async () => {
    await machine.close();
  });

  it('[R3] [T20] [V5] sends nothing to a server with another key, says why, and pays when the key is right', async () => {
    const { tls, pin, certificate } = machine.alipay;
    const overTls = { alipay: tls, 'alipay-ca': certificate };
    const wrong = await machine.start({ ...overTls, 'alipay-pin': otherPin });
    const order = await scannedOrder();
    expect(await pay(wrong, order)).toMatchObject({ kind: 'unknown' });
    expect(await ledgerState(order.paymentRequestId)).toBe('none');
    const lines = wrong
      .log()
      .split('\n')
      .filter((line) => line.includes('none of the pinned keys'));
    expect(lines[0]).toBe(
      'backend: The server that answers for Alipay+ has none of the pinned keys (--alipay-pin): nothing was sent to it.',
    );
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(wrong.log()).not.toContain(order.paymentCode);
    wrong.process.kill('SIGTERM');
    expect(await wrong.ended).toBe(0);

    const right = await machine.start({ ...overTls, 'alipay-pin': pin });
    expect(await pay(right, await scannedOrder())).toMatchObject({ kind: 'succeeded' });
    expect(await ledgerState(order.paymentRequestId)).toBe('none'); // only asked about (R9)
    expect(right.log()).not.toContain('pinned');
    right.process.kill('SIGTERM');
    await right.ended;
  });

  it('[R3] says so when its certificate is not trusted', async () => {
    const untrusting = await machine.start({ alipay: machine.alipay.tls, 'alipay-pin': machine.alipay.pin });
    const order = await scannedOrder();
    expect(await pay(untrusting, order)).toMatchObject({ kind: 'unknown' });
    expect(untrusting.log()).toContain('is not trusted, for its certificate or its TLS: nothing was sent to it.');
    expect(await ledgerState(order.paymentRequestId)).toBe('none');
    untrusting.process.kill('SIGTERM');
    await untrusting.ended;
  });

  it('the sandbox keeps key and certificate, and none but the key’s file has the key', async () => {
    const again = await openSandbox(join(machine.alipay.folder, 'p.pem'), 'none.pem', machine.alipay.folder);
    expect(again.pin).toBe(machine.alipay.pin);
    expect(await filesWith(machine.alipay.folder, 'BEGIN PRIVATE KEY')).toHaveLength(2); // of its answers, and of TLS
    await again.close();
  });

  async function scannedOrder() {
    const answer = await fetch(`${machine.alipay.url}/sandbox/wallets/kakaopay/codes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const { value: paymentCode } = (await answer.json()) as { value: string };
    return newOrder({ paymentRequestId: `TILL1${ids.next()}`, paymentCode, value: '1250' });
  }

  async function ledgerState(paymentRequestId: string): Promise<string> {
    const entry = await fetch(`${machine.alipay.url}/sandbox/ledger/${paymentRequestId}`);
    return ((await entry.json()) as { state: string }).state;
  }
});

it('[R3] towards the real service, no pin is worth a warning, and no more', patience, async () => {
  const machine = await newMachine();
  const real = { 'alipay-client-id': 'REAL0001', alipay: 'https://127.0.0.1:1' };
  const unpinned = await machine.start(real);
  const warnings = unpinned
    .log()
    .split('\n')
    .filter((line) => line.includes('Warning'));
  expect(warnings).toEqual([expect.stringMatching(/^backend: Warning: no key of the server .* give --alipay-pin\.$/)]);
  unpinned.process.kill('SIGTERM');
  await unpinned.ended;
  const pinned = await machine.start({ ...real, 'alipay-pin': otherPin });
  expect(pinned.log()).not.toContain('Warning');
  await machine.close();
});

describe('a certificate authority of one’s own', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await newDataFolder();
  });
  afterAll(async () => {
    await removeFolder(folder);
  });

  it('that is not there, or is none, keeps the backend from starting, in words', async () => {
    const path = join(folder, 'ca.pem');
    await expect(readAuthority(path)).rejects.toThrow(
      /^The certificate authority .*ca\.pem \(--alipay-ca\) cannot be read: /,
    );
    for (const text of ['', 'hello', block('CERTIFICATE', 'AAAA'), block('PUBLIC KEY', 'AAAA')]) {
      writeFileSync(path, text);
      await expect(readAuthority(path)).rejects.toThrow(/\(--alipay-ca\) is no certificate in PEM\.$/);
    }
    expect(await readAuthority(null)).toEqual({});
  });
});

function block(what: string, base64: string): string {
  return `-----BEGIN ${what}-----\n${base64}\n-----END ${what}-----\n`;
}

/** `folder`: of one that ran before. */
async function openSandbox(publicKeyFile: string, clientKeyFile: string, folder?: string): Promise<SandboxOverTls> {
  const data = folder ?? (await newDataFolder());
  const main = join(import.meta.dirname, '..', 'sandbox', 'main.ts');
  const files = ['--client-key', clientKeyFile, '--public-key', publicKeyFile];
  const {
    process: sandbox,
    ready,
    ended,
  } = await startNode(
    [main, '--port', '0', '--tls', '0', '--data', data, '--client', stubClientId, ...files],
    process.env,
  );
  return {
    url: ready.url,
    tls: ready.tls ?? '',
    pin: ready.pin ?? '',
    certificate: join(data, 'tls.cert.pem'),
    folder: data,
    async close() {
      sandbox.kill('SIGTERM');
      await ended;
      if (folder === undefined) await removeFolder(data);
    },
  };
}
