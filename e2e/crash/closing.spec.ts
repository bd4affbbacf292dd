import { randomUUID } from 'node:crypto';

import { expect, test } from '@playwright/test';

import { Sandbox } from '../sandbox.ts';
import { Product } from './product.ts';
import { requireTruth } from './sale.ts';
import { seeded } from './seeded.ts';

const wallet = 'alipayhk';
const minor = 1_250;
const seeds = 100;
/** Before and after each other, ms of the wall; the product runs 20 times faster. */
const apartMs = 120;
const withinMs = 60_000;

type End = { outcome: string; wasConfirmed: boolean };

/** An order's code is shown and scanned; then the customer presses Pay and the cashier closes, in the order that `seed` draws. */
async function closedWhileConfirming(product: Product, sandbox: Sandbox, seed: number): Promise<End> {
  const { till } = product;
  const random = seeded(seed);
  const confirmAfterMs = random() * apartMs;
  const closeAfterMs = random() * apartMs;
  const saleId = `S${randomUUID().replaceAll('-', '')}`;
  await till.until('ready', ({ stage, connection }) => stage.at === 'idle' && connection === 'connected', withinMs);
  void till.ask({ do: 'charge', saleId, amount: { currency: 'EUR', minor }, showCode: true });
  const { stage } = await till.until('the code', (seen) => seen.stage.orderCode?.isOn === true, withinMs);
  const { paymentRequestId = '', orderCode } = stage;
  await sandbox.scan(wallet, orderCode?.value ?? '');

  const confirmed = after(confirmAfterMs, () => sandbox.decide(wallet, 'confirm', paymentRequestId)).then(
    () => true,
    () => false, // it was closed before
  );
  const closed = after(closeAfterMs, () => till.ask({ do: 'stop', paymentRequestId }));
  const [wasConfirmed] = await Promise.all([confirmed, closed]);
  const { stage: end } = await till.until('an outcome', (seen) => seen.stage.at === 'outcome', withinMs);
  await requireTruth(sandbox, end.outcome, paymentRequestId, minor);
  await till.ask({ do: 'acknowledge', paymentRequestId, again: false });
  return { outcome: end.outcome ?? '', wasConfirmed };
}

test(`[5.2b] [V25] the cashier closes the code while the customer confirms: ${seeds} timings, both ends, and what is said is so`, async () => {
  test.setTimeout(600_000);
  const product = await Product.start({ timeScale: 20 });
  try {
    const sandbox = new Sandbox(product.sandboxUrl);
    await sandbox.behave(wallet, 'must-confirm');
    const ends: End[] = [];
    for (let seed = 1; seed <= seeds; seed++)
      ends.push(
        await closedWhileConfirming(product, sandbox, seed).catch((error: unknown) => {
          throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
        }),
      );
    const count = (fits: (end: End) => boolean): number => ends.filter(fits).length;
    const paid = count(({ outcome }) => outcome === 'paid');
    const closed = count(({ outcome }) => outcome === 'cancelled');
    const givenBack = count(({ outcome, wasConfirmed }) => outcome === 'cancelled' && wasConfirmed);
    console.log(
      `closed while confirming: ${paid} paid, ${closed} closed, of which ${givenBack} were paid and given back`,
    );
    expect(paid + closed).toBe(seeds);
    expect(paid).toBeGreaterThan(0);
    expect(closed).toBeGreaterThan(0);
  } finally {
    await product.stop();
  }
});

async function after<T>(ms: number, act: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return await act();
}
