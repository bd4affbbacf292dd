import { PaymentRequestId } from '#payment';
import { expect, it } from 'vitest';

import { succeeded } from '../testing/scripted-acquirer.ts';
import { TillWorld } from '../testing/till-world.ts';

it('[V12] [V40] a till that has sold for long still knows its sales and its paymentIds, here and after a restart', async () => {
  const world = new TillWorld();
  await world.start();
  let number = 0;
  world.acquirer.onPay = () => succeeded(`P${number}`);
  let first = '';
  for (number = 1; number <= 230; number++) {
    const id = await world.pay(`S${number}`, `28${String(number).padStart(14, '0')}`);
    await world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(id), again: false });
    if (number === 1) first = id;
  }

  for (const when of ['before', 'after'] as const) {
    expect(world.snapshot.recent, when).toHaveLength(20);
    expect(await world.charge('S1'), when).toEqual({ is: 'ok' });
    expect(world.snapshot.stage.at, when).toBe('idle');
    const acknowledge = { do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(first), again: false } as const;
    expect(await world.do(acknowledge), when).toEqual({ is: 'ok' });
    const details = await world.do({ do: 'details', paymentRequestId: PaymentRequestId.parse(first) });
    expect(details, when).toMatchObject({ is: 'details', details: { paymentId: 'P1', row: { state: 'paid' } } });
    world.kill();
    await world.start();
  }
  world.acquirer.onPay = () => succeeded('P1');
  await world.pay('T1', '2899999999999999');
  expect(world.snapshot.stage.at).toBe('asking');
});
