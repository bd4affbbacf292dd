import { expect, test } from '@playwright/test';

import type { Seen } from '../crash/till-client.ts';
import { beginSale, confirm, isAnswered, requireOk } from './cell.ts';
import { ledgerOf, outcomesShown } from './ledger.ts';
import { chance } from './pace.ts';
import { Shop, wallet } from './shop.ts';
import { firstLostThenRefused, Late, Swapper } from './strikes.ts';
import type { Hop, Trap } from './wire.ts';

const timeScale = 30;
const finalWithinMs = 900_000;
const parkAfterMs = 16_000;

let shop: Shop;

test.beforeAll(async () => {
  shop = await Shop.open({ timeScale, tls: false });
  await shop.sandbox.switches({ faultsByAmount: false });
});

test.afterAll(async () => {
  await shop.close();
});

for (const code of ['INVALID_CODE', 'RISK_REJECT', 'USER_BALANCE_NOT_ENOUGH'])
  test(`[V5] [R4] Alipay+ answers F ${code} to the second transmission of a payment that it has captured: PAID, and never NOT PAID`, async () => {
    await shop.sandbox.behave(wallet, 'approves');
    // On a busy machine an inquiry may tell before the second transmission is due: then once more.
    let sent = 1;
    for (let tries = 0; tries < 6 && sent < 2; tries++) {
      set('far', { call: 'pay', times: 3, moment: 'after', strike: firstLostThenRefused(code) });
      await beginSale(shop);
      const id = await outcome('paid');
      sent = shop.wires.far.struck;
      expect(outcomesShown(shop.till.shown, id)).toEqual(['paid']);
      expect(await ledgerOf(shop, id)).toMatchObject({ timesCharged: 1, capturedMinor: 1_250 });
    }
    expect(sent).toBeGreaterThanOrEqual(2);
  });

test('[V5] [R4] the same F when Alipay+ means it: NOT PAID only after asking', async () => {
  await shop.sandbox.behave(wallet, 'refuses');
  set('far', { call: 'pay', times: 3, moment: 'after', strike: firstLostThenRefused('RISK_REJECT') });
  await beginSale(shop);
  const id = await outcome('declined');
  expect(inquiriesAbout(id)).toBeGreaterThan(0);
  expect(await ledgerOf(shop, id)).toMatchObject({ timesCharged: 0, capturedMinor: 0 });
});

test('[V5] [V25] cancel of an id that the backend never saw: CANCELLED, and the pay that comes later is not carried out', async () => {
  await shop.sandbox.behave(wallet, 'approves');
  const late = new Late();
  set('near', { call: 'pay', times: 3, moment: 'before', strike: late.strike });
  await beginSale(shop);
  await stop(({ stage }) => stage.at === 'asking');
  const id = await outcome('cancelled');
  const kept = late.count;
  const answers = (await late.arrive()).map(({ body }) => body.toString('utf8'));
  expect(kept).toBeGreaterThanOrEqual(1);
  for (const answer of answers) expect(answer).toContain('ORDER_IS_CLOSED');
  expect(shop.wires.far.passed.filter(({ paymentRequestId }) => paymentRequestId === id)).toEqual([]);
  expect(await ledgerOf(shop, id)).toMatchObject({ state: 'none', timesCharged: 0 });
});

for (const cancelOfUnknown of ['not-exist', 'tombstone', 'forget'] as const)
  test(`[V5] [V26] cancel of an id that Alipay+ never saw, where it says ${cancelOfUnknown}: nothing is kept when the pay comes late`, async () => {
    await shop.sandbox.switches({ cancelOfUnknown });
    await shop.sandbox.behave(wallet, 'approves');
    const late = new Late();
    set('far', { call: 'pay', times: 3, moment: 'before', strike: late.strike });
    await beginSale(shop);
    await stop(({ stage }) => stage.at === 'asking');
    await shop.till.until('cancelling', ({ stage }) => stage.at === 'cancelling', shop.pace.wallMs(finalWithinMs));
    await shop.pace.wait(20_000);
    await late.arrive();
    const { stage } = await final();
    const id = stage.paymentRequestId ?? '';
    expect(['cancelled', 'declined']).toContain(stage.outcome);
    expect(await ledgerOf(shop, id)).toMatchObject({ capturedMinor: 0 });
    await leave(id);
    await shop.sandbox.switches({ cancelOfUnknown: 'not-exist' });
  });

for (const hop of ['near', 'far'] as const)
  test(`[V5] [V6] answers about two open payments of one amount are swapped, ${hop}: each ends as its own ledger entry`, async () => {
    await shop.sandbox.behave(wallet, 'must-confirm');
    await beginSale(shop);
    const parked =
      (await shop.till.until('an answer', isAnswered, shop.pace.wallMs(finalWithinMs))).stage.paymentRequestId ?? '';
    await shop.pace.wait(parkAfterMs);
    requireOk('park', await shop.till.ask({ do: 'park', paymentRequestId: parked }));
    const swapper = new Swapper();
    set(hop, { call: 'inquiry', times: 6, moment: 'after', strike: swapper.strike });
    await beginSale(shop);
    const isSecond = (seen: Seen): boolean => isAnswered(seen) && seen.stage.paymentRequestId !== parked;
    const second =
      (await shop.till.until('an answer', isSecond, shop.pace.wallMs(finalWithinMs))).stage.paymentRequestId ?? '';
    await confirm(shop, parked);
    await outcome('cancelled');
    expect(swapper.swapped).toBeGreaterThan(0);
    expect(await ledgerOf(shop, second)).toMatchObject({ timesCharged: 0, capturedMinor: 0 });
    requireOk('take', await shop.till.ask({ do: 'take', paymentRequestId: parked }));
    const taken = await outcome('paid');
    expect(taken).toBe(parked);
    expect(await ledgerOf(shop, parked)).toMatchObject({ timesCharged: 1, capturedMinor: 1_250 });
  });

function set(hop: Hop, trap: Omit<Trap, 'first' | 'chance'>): void {
  shop.wires[hop].set({ first: 1, chance: chance(1), ...trap });
}

/** Stop, as soon as the cashier sees what fits. */
async function stop(fits: (seen: Seen) => boolean): Promise<void> {
  const { stage } = await shop.till.until('something to stop', fits, shop.pace.wallMs(finalWithinMs));
  requireOk('stop', await shop.till.ask({ do: 'stop', paymentRequestId: stage.paymentRequestId }));
}

async function final(): Promise<Seen> {
  return await shop.till.until('an outcome', ({ stage }) => stage.at === 'outcome', shop.pace.wallMs(finalWithinMs));
}

/** Of which payment it is; the cashier has left it, and the wire is well again. */
async function outcome(expected: string): Promise<string> {
  const { stage } = await final();
  expect(stage.outcome).toBe(expected);
  const id = stage.paymentRequestId ?? '';
  await leave(id);
  return id;
}

async function leave(id: string): Promise<void> {
  requireOk('leaving', await shop.till.ask({ do: 'acknowledge', paymentRequestId: id, again: false }));
  for (const wire of Object.values(shop.wires)) await wire.mended();
}

function inquiriesAbout(id: string): number {
  const asked = ({ call, paymentRequestId }: { call: string; paymentRequestId: string }): boolean =>
    call === 'inquiry' && paymentRequestId === id;
  return shop.wires.far.passed.filter(asked).length;
}
