import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { openBrowser, requireChromium } from './browser.ts';
import { lineBeside, type Line } from './figures.ts';
import { momentMs } from './moment.ts';
import { hearLink, offsetOf, sell, shownCode, watchForPaid, whenPainted } from './paid-page.ts';
import { builtScreens } from './screens.ts';
import { inTemporaryFolder } from './temporary-folder.ts';
import { startProduct, withoutHints, type WholeProduct } from './whole-product.ts';

const runsDefault = 40;
const warmUps = 3;
/** Each takes as long as the next inquiry lets wait: fewer of them. */
const runsPerAskedRun = 2;
const wallet = 'alipayhk';

/** Customers take their time: between these, at any moment of the inquiries’ schedule. */
const confirmAfterMinMs = 800;
const confirmAfterSpanMs = 3_000;

/**
 * From the moment that the customer's confirmation leaves for the wallet's service until the frame with PAID has been
 * painted: notification, inquiry, hint, inquiry, and both ledgers on the way. Beside it the same without any push.
 */
export function confirmToPaid(runs = runsDefault): Promise<Line> {
  return pushedBesideAsked('confirm-to-paid', byPaymentCode, runs);
}

/** The same of an order whose code the customer has scanned. */
export function confirmToPaidByOrderCode(runs = runsDefault): Promise<Line> {
  return pushedBesideAsked('confirm-to-paid-by-order-code', byOrderCode, runs);
}

async function pushedBesideAsked(name: string, begin: Begin, runs: number): Promise<Line> {
  requireChromium();
  await builtScreens();
  return inTemporaryFolder(async (folder) => {
    const product = await startProduct(folder);
    try {
      await post(product, `wallets/${wallet}`, { temper: 'must-confirm' });
      const pushed = await measured(product, begin, product.backend, join(folder, 'profile'), runs);
      await post(product, 'switches', { notifications: { sent: false } });
      const mute = await withoutHints(product.backend);
      const asked = await measured(
        product,
        begin,
        mute.url,
        join(folder, 'profile'),
        Math.max(1, Math.round(runs / runsPerAskedRun)),
      );
      mute.close();
      return lineBeside(name, 'ms', pushed, { way: 'poll-only', samples: asked });
    } finally {
      await product.stop();
    }
  });
}

async function measured(
  product: WholeProduct,
  begin: Begin,
  backend: string,
  profile: string,
  runs: number,
): Promise<number[]> {
  const till = await product.startTill(backend);
  const browser = await openBrowser(profile);
  const samples: number[] = [];
  try {
    const page = await browser.newPage();
    hearLink(page);
    await page.addInitScript(whenPainted);
    await page.addInitScript(watchForPaid);
    await page.goto(till.url);
    const offset = await offsetOf(page);
    for (let run = -warmUps; run < runs; run++) {
      await begin(product, page);
      const paymentRequestId = await askedFor(product);
      await page.waitForTimeout(confirmAfterMinMs + (confirmAfterSpanMs * ((run + warmUps) % 10)) / 10);
      const confirmedAt = momentMs();
      await post(product, `wallets/${wallet}/confirm`, { paymentRequestId });
      const paintedAt = (await page.evaluate(() => window.paidPaintedAt())) + offset;
      console.error(`  ${run}: ${(paintedAt - confirmedAt).toFixed(1)} ms`);
      if (run >= 0) samples.push(paintedAt - confirmedAt);
      await page.waitForTimeout(700); // a key sooner after a scan is taken for the scanner's
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: 'Amount keys' }).waitFor();
    }
  } finally {
    await browser.close();
    await till.stop();
  }
  return samples;
}

/** Brings a payment to where its customer is asked. */
type Begin = (product: WholeProduct, page: Page) => Promise<void>;

async function byPaymentCode(product: WholeProduct, page: Page): Promise<void> {
  const { value } = (await post(product, `wallets/${wallet}/codes`, {})) as { value: string };
  await sell(page, value);
  await page.getByRole('heading', { name: 'Customer is confirming on the phone' }).waitFor();
}

async function byOrderCode(product: WholeProduct, page: Page): Promise<void> {
  const value = await shownCode(page, async () => {
    await page.getByRole('region', { name: 'Amount keys' }).waitFor();
    await page.keyboard.type('7', { delay: 90 });
    await page.keyboard.press('F3');
    await page.getByRole('heading', { name: 'Customer scans the code' }).waitFor();
  });
  await post(product, `wallets/${wallet}/scan`, { code: value });
}

/** The payment that the wallet asks its owner about. */
async function askedFor(product: WholeProduct): Promise<string> {
  const answer = await fetch(`${product.sandbox}/sandbox/wallets/${wallet}?currency=EUR`);
  const view = (await answer.json()) as { orders: { paymentRequestId: string; state: { kind: string } }[] };
  return view.orders.find(({ state }) => state.kind === 'asking')?.paymentRequestId ?? '';
}

async function post(product: WholeProduct, path: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${product.sandbox}/sandbox/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to ${path}`);
  return await answer.json();
}
