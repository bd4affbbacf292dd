import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { ids, newMachineBefore, startNode, type Asked, type Machine, type Running } from './testing/machine.ts';
import { newOrder } from './testing/orders.ts';
import { stubClientId } from './testing/alipay-stub.ts';
import { newDataFolder, removeFolder } from './testing/data-folders.ts';
import { intentOf, pay, settledAs } from './testing/till.ts';

let machine: Machine<Asked>;
let backend: Running;

beforeAll(async () => {
  machine = await newMachineBefore(openSandbox);
  backend = await machine.start();
}, 60_000);

afterAll(async () => {
  await machine.close();
});

/** The sandbox as a process of its own, as `npm start` runs it. */
async function openSandbox(publicKeyFile: string, clientKeyFile: string): Promise<Asked> {
  const data = await newDataFolder();
  const main = join(import.meta.dirname, '..', 'sandbox', 'main.ts');
  const files = ['--client-key', clientKeyFile, '--public-key', publicKeyFile];
  const sandbox = await startNode(
    [main, '--port', '0', '--data', data, '--client', stubClientId, ...files],
    process.env,
  );
  return {
    url: sandbox.url,
    async close() {
      sandbox.process.kill('SIGTERM');
      await sandbox.ended;
      await removeFolder(data);
    },
  };
}

async function wallet(action: 'codes' | 'confirm' | 'refuse', body: object = {}): Promise<{ value: string }> {
  const answer = await fetch(`${machine.alipay.url}/sandbox/wallets/kakaopay/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { value: string };
}

async function scannedOrder(value: string) {
  const { value: paymentCode } = await wallet('codes');
  return newOrder({ paymentRequestId: `TILL1${ids.next()}`, paymentCode, value });
}

it('a small payment at the sandbox is paid at once, and can be taken back', async () => {
  const order = await scannedOrder('1250');
  expect(await pay(backend, order)).toMatchObject({ kind: 'succeeded', success: { wallet: 'KakaoPay' } });
  expect(await backend.link.cancel(intentOf(order), 'stop', '1:0')).toMatchObject({ kind: 'succeeded' });
  await settledAs(backend, order, 'closed');
});

it('a large one waits for the customer, and is paid when they confirm', async () => {
  const order = await scannedOrder('500000');
  expect(await pay(backend, order)).toMatchObject({ kind: 'in-process' });
  await wallet('confirm', { paymentRequestId: order.paymentRequestId });
  const fresh = await backend.link.inquire(intentOf(order), { fresh: true }, '1:0');
  expect(fresh).toMatchObject({ kind: 'succeeded' });
});

it('a code that no wallet shows is declined', async () => {
  const order = newOrder({ paymentRequestId: `TILL1${ids.next()}`, paymentCode: '281902020000000000000000' });
  expect(await pay(backend, order)).toMatchObject({ kind: 'failed', code: 'INVALID_CODE' });
});
