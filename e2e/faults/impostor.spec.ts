import { expect, test } from '@playwright/test';

import type { Seen } from '../crash/till-client.ts';
import { beginSale, isAnswered, requireOk } from './cell.ts';
import { price } from './fault.ts';
import { ledgerOf, untruthOf } from './ledger.ts';
import { allCells, nameOf, runMatrix } from './matrix.ts';
import { chance } from './pace.ts';
import { Shop, wallet } from './shop.ts';
import { tableOf } from './table.ts';
import { replayingImpostor } from './tls-faults.ts';

// Backend and Alipay+ as they are to be installed: HTTPS, and its keys pinned. Somebody with a trusted certificate and another
// key stands between them, and has genuine answers of Alipay+ to give again.
const timeScale = 30;
/** The second sale has to begin while the impostor is there, on a busy machine too. */
const slowerTimeScale = 10;
const seed = 7;
/** A seed with which the customer presses Pay while the cancel is withheld. */
const customerPresses = 1;
const finalWithinMs = 900_000;
const parkAfterMs = 16_000;
const impostorMs = 45_000;

test('[V5] [R3] [T20] an S to pay that the backend has not heard is given to another open payment of the same amount: each ends as its own ledger entry', async () => {
  const shop = await Shop.open({ timeScale: slowerTimeScale, tls: true });
  try {
    const { till, sandbox, pace } = shop;
    const { far } = shop.wires;
    await sandbox.switches({ faultsByAmount: false });
    await sandbox.behave(wallet, 'approves');
    far.set({
      call: 'pay',
      first: 1,
      times: 1,
      moment: 'after',
      chance: chance(seed),
      strike: async ({ genuine, asker }) => {
        await genuine();
        const gone = far.closeFor(impostorMs, replayingImpostor(far));
        asker.raw.resetAndDestroy();
        await gone;
      },
    });
    await beginSale(shop);
    const first = (await till.until('a payment', isAsking, pace.wallMs(finalWithinMs))).stage.paymentRequestId ?? '';
    await pace.wait(parkAfterMs);
    requireOk('park', await till.ask({ do: 'park', paymentRequestId: first }));
    expect((await ledgerOf(shop, first)).capturedMinor).toBe(price.minor); // and nobody has heard of it
    await beginSale(shop);
    const isSecond = ({ stage }: Seen): boolean => stage.at === 'outcome' && stage.paymentRequestId !== first;
    const { stage } = await till.until('an outcome', isSecond, pace.wallMs(finalWithinMs));
    const second = stage.paymentRequestId ?? '';
    expect(far.struck).toBe(1);
    expect(untruthOf(stage.outcome, await ledgerOf(shop, second), price.minor)).toBeNull();
    requireOk('leaving', await till.ask({ do: 'acknowledge', paymentRequestId: second, again: false }));
    requireOk('take', await till.ask({ do: 'take', paymentRequestId: first }));
    expect((await till.until('its outcome', isAnswered, pace.wallMs(finalWithinMs))).stage).toMatchObject({
      paymentRequestId: first,
      outcome: 'paid',
    });
    expect(await ledgerOf(shop, first)).toMatchObject({ timesCharged: 1, capturedMinor: price.minor });
  } finally {
    await shop.close();
  }
});

test('[V5] [R3] [T20] an old S to a cancel never gets in, and the key in reserve is as good as the other', async () => {
  const cells = allCells(seed)
    .filter(
      ({ fault, call }) =>
        (fault.name.endsWith('wrong pin') && call === 'cancel') || (fault.name === 'backup pin' && call === 'pay'),
    )
    .map((cell) => ({ ...cell, seed: customerPresses }));
  const ends = await runMatrix({ timeScale, counters: 1, times: 1, seed }, cells);
  console.log(tableOf(ends));
  expect(
    ends.filter(({ problem }) => problem !== null).map(({ cell, problem }) => `${nameOf(cell)}: ${problem}`),
  ).toEqual([]);
  expect(ends).toHaveLength(6);
});

function isAsking({ stage }: Seen): boolean {
  return stage.at === 'asking';
}
