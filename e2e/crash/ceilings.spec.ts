import { expect, test } from '@playwright/test';

import { Sandbox } from '../sandbox.ts';
import type { Passed } from './gate.ts';
import { Product } from './product.ts';

const timeScale = 30;
const wallet = 'alipayhk';
const cards = 20;
/** RELIABILITY 5.1: 17 by the clock, 20 with those that somebody waits for. */
const perMinuteMax = 20;
const windowMs = 60_000 / timeScale;
const withinMs = 60_000;

test('[V27] host and backend are killed with 20 payments in the tray: all are resolved, and none is asked about too often', async () => {
  test.setTimeout(150_000);
  const product = await Product.start({ timeScale });
  try {
    const { till, far } = product;
    const sandbox = new Sandbox(product.sandboxUrl);
    const reachable = far.target;
    await till.until('the keypad', ({ connection }) => connection === 'connected', withinMs);
    // Half of them reach Alipay+ and are answered never again; the other half do not arrive at all.
    await sandbox.behave(wallet, 'must-confirm');
    const ids: string[] = [];
    for (let number = 1; number <= cards; number++) {
      if (number > cards / 2) far.target = 'http://127.0.0.1:1';
      ids.push(await parked(product, sandbox, number));
    }
    expect(new Set(ids).size).toBe(cards);

    product.kill('host');
    product.kill('backend');
    await product.gone('backend');
    far.target = reachable;
    await product.startBackend();
    const open = ['sent', 'waiting', 'unsure', 'cancelling'];
    const isOver = ({ tray }: { tray: { state: string }[] }): boolean =>
      tray.length === cards && tray.every(({ state }) => !open.includes(state));
    await till.until('all to be known', (seen) => isOver(seen as never), withinMs);

    const inquiries = far.passed.filter(({ call }) => call === 'inquiry');
    const busiest = Math.max(...ids.map((id) => mostInAWindow(inquiries.filter((one) => one.paymentRequestId === id))));
    console.log(`  ${inquiries.length} inquiries about ${cards} payments; at most ${busiest} about one in any 60 s`);
    expect(busiest).toBeLessThanOrEqual(perMinuteMax);
    for (const entry of await sandbox.ledger())
      expect(entry.timesCharged - entry.timesGivenBack, JSON.stringify(entry)).toBe(0);
  } finally {
    await product.stop();
  }
});

async function parked({ till }: Product, sandbox: Sandbox, number: number): Promise<string> {
  const saleId = `S${number}`;
  await till.ask({ do: 'charge', saleId, amount: { currency: 'EUR', minor: 100 + number } });
  const text = await sandbox.freshCode(wallet);
  const scanned = await till.ask({ do: 'scan', saleId, text, source: 'typed' });
  expect(scanned).toEqual({ is: 'ok' });
  const { stage } = await till.until('the payment', (seen) => seen.stage.saleId === saleId, withinMs);
  const { paymentRequestId = '' } = stage;
  await expect(async () => {
    expect(await till.ask({ do: 'park', paymentRequestId })).toEqual({ is: 'ok' });
  }).toPass({ timeout: withinMs, intervals: [100] });
  return paymentRequestId;
}

function mostInAWindow(passed: readonly Passed[]): number {
  return Math.max(
    0,
    ...passed.map(({ atMs: from }) => passed.filter(({ atMs }) => atMs >= from && atMs < from + windowMs).length),
  );
}
