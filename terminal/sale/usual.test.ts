import { PaymentRequestId } from '#payment';
import { describe, expect, it } from 'vitest';

import { proof, succeeded } from '../testing/scripted-acquirer.ts';
import { TillWorld } from '../testing/till-world.ts';
import { Durations } from './usual.ts';

describe('what is usual', () => {
  it('is said from five payments on, of the wallet where they are of it, else of all', () => {
    const durations = new Durations();
    for (const tookMs of [1_000, 2_000, 3_000, 4_000]) durations.add({ wallet: 'GCash', tookMs });
    expect(durations.usual('GCash')).toBeNull();
    durations.add({ wallet: 'KakaoPay', tookMs: 30_000 });
    expect(durations.usual('GCash')).toEqual({ wallet: null, usualMs: 3_000, slowMs: 30_000 });
    durations.add({ wallet: 'GCash', tookMs: 5_000 });
    expect(durations.usual('GCash')).toEqual({ wallet: 'GCash', usualMs: 3_000, slowMs: 5_000 });
  });

  it('is of the newest 200', () => {
    const durations = new Durations();
    for (let i = 0; i < 5; i++) durations.add({ wallet: null, tookMs: 60_000 });
    for (let i = 0; i < 200; i++) durations.add({ wallet: null, tookMs: 1_000 + i });
    expect(durations.usual(null)).toEqual({ wallet: null, usualMs: 1_099, slowMs: 1_189 });
  });

  it('comes from the journal; the wallet is known by the start of its codes, in this process alone', async () => {
    const world = new TillWorld();
    await world.start();
    world.acquirer.onInquire = (intent) =>
      intent.saleId === 'S6' ? { kind: 'in-process', proof } : succeeded(`P${intent.saleId}`);
    for (let number = 1; number <= 5; number++) {
      const id = await world.pay(`S${number}`, `281010${String(number).padStart(12, '0')}`);
      expect(world.snapshot.stage).toMatchObject({ usual: null });
      await world.clock.advance(8_000);
      await world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(id), again: false });
    }
    await world.pay('S6', '281010999999999999');
    expect(world.snapshot.stage).toMatchObject({ usual: { wallet: 'AlipayHK', usualMs: 8_000, slowMs: 8_000 } });
    world.kill();
    await world.start();
    expect(world.snapshot.stage).toMatchObject({ usual: { wallet: null, usualMs: 8_000 } });
  });
});
