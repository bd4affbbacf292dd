import { beforeEach, expect, it } from 'vitest';

import type { Display, HostFrame } from '#contract';

import { declined, succeeded } from '../testing/scripted-acquirer.ts';
import { euros, TillWorld } from '../testing/till-world.ts';

let world: TillWorld;
beforeEach(async () => {
  world = new TillWorld();
  await world.start();
});

function shows(): Display['now'] | undefined {
  const told = world.frames.filter((frame): frame is HostFrame & { frame: 'display' } => frame.frame === 'display');
  return told.at(-1)?.display.now;
}

it('[5.2/26b] a conflict about an earlier customer is the cashier’s alone', async () => {
  world.acquirer.onPay = () => declined('RISK_REJECT');
  const paymentRequestId = await world.pay('S1', '281234567890123456');
  await world.do({ do: 'acknowledge', paymentRequestId, again: false } as never);
  await world.clock.advance(3_600_000);
  world.acquirer.onInquire = () => succeeded('P1');
  world.acquirer.listener?.hint({ paymentRequestId, amount: euros(1_250), says: 'conflict' } as never);
  await world.clock.advance(120_000);
  expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'conflict' });
  expect(shows()).toEqual({ shows: 'idle' });
});
