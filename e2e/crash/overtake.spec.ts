import { expect, test } from '@playwright/test';

import { Sandbox } from '../sandbox.ts';
import { Product } from './product.ts';

const timeScale = 30;
const wallet = 'alipayhk';
const euros = { currency: 'EUR', minor: 1_250 };
// Minutes of the till's time.
const finalWithinMs = 30_000;

let product: Product;
let sandbox: Sandbox;

test.beforeEach(async () => {
  product = await Product.start({ timeScale });
  sandbox = new Sandbox(product.sandboxUrl);
});

test.afterEach(async () => {
  await product.stop();
});

test('[V5] [V25] the cancel overtakes the pay on its way to the backend: the pay finds a tombstone, and nothing is sent', async () => {
  const caught = product.near.catchNext('pay', 'request');
  await beginSale();
  const pay = await caught;
  await stopIt();
  const { stage } = await product.till.until('an outcome', ({ stage }) => stage.at === 'outcome', finalWithinMs);
  expect(stage.outcome).toBe('cancelled');

  pay.handOn();
  await pay.over;
  expect(product.far.passed.filter(({ call }) => call === 'pay')).toEqual([]);
  expect(await sandbox.ledger()).toEqual([]);
  expect(product.till.seen?.stage.outcome).toBe('cancelled');
});

test('[V5] [V26] the cancel overtakes the pay on its way to Alipay+: the late payment is given back before CANCELLED is said', async () => {
  const before = await sandbox.balance(wallet, 'EUR');
  const caught = product.far.catchNext('pay', 'request');
  await beginSale();
  const pay = await caught;
  await stopIt();
  await product.till.until('cancelling', ({ stage }) => stage.at === 'cancelling', finalWithinMs);
  pay.handOn();
  await pay.over;
  const { stage } = await product.till.until('an outcome', ({ stage }) => stage.at === 'outcome', finalWithinMs);
  expect(stage.outcome).toBe('cancelled');
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, timesGivenBack: 1, capturedMinor: 0 }]);
  expect(await sandbox.balance(wallet, 'EUR')).toBe(before);
});

async function beginSale(): Promise<void> {
  await product.till.until('ready', ({ connection }) => connection === 'connected', finalWithinMs);
  expect(await product.till.ask({ do: 'charge', saleId: 'S1', amount: euros })).toEqual({ is: 'ok' });
  const text = await sandbox.freshCode(wallet);
  expect(await product.till.ask({ do: 'scan', saleId: 'S1', text, source: 'typed' })).toEqual({ is: 'ok' });
}

async function stopIt(): Promise<void> {
  const { stage } = await product.till.until('asking', ({ stage }) => stage.at === 'asking', finalWithinMs);
  expect(await product.till.ask({ do: 'stop', paymentRequestId: stage.paymentRequestId })).toEqual({ is: 'ok' });
}
