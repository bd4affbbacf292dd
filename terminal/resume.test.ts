import { PaymentRequestId, SaleId, type PayAnswer } from '#payment';
import { beforeEach, describe, expect, it } from 'vitest';

import { sealed } from './journal/chain.ts';
import { proof, succeeded } from './testing/scripted-acquirer.ts';
import { TillWorld } from './testing/till-world.ts';

const code = '281234567890123456';

let world: TillWorld;
beforeEach(async () => {
  world = new TillWorld();
  await world.start();
});

async function restart(): Promise<void> {
  world.kill();
  await world.start();
}

describe('[5.4] after a restart', () => {
  it('[V40] a sale that waited for a code is over: its amount again is told so, not "ok"', async () => {
    await world.charge('S1');
    await restart();

    expect(await world.charge('S1')).toEqual({ is: 'refused', why: 'unknown-sale' });
    expect(await world.charge('S2')).toEqual({ is: 'ok' });
    expect(world.bodies('sale.opened')).toHaveLength(2);
  });

  it('a start is on record', async () => {
    await restart();

    expect(world.bodies('boot')).toEqual([
      { kind: 'boot', bootId: 'boot1' },
      { kind: 'boot', bootId: 'boot2' },
    ]);
  });

  it('[V17] a payment with no final is asked about at once and never paid again (R9)', async () => {
    const id = await world.pay('S1', code);
    await world.clock.advance(3_000);
    world.kill();
    await world.clock.advance(4_000);
    await world.start();

    expect(world.acquirer.count('inquire')).toBe(1);
    expect(world.snapshot.stage).toMatchObject({
      at: 'asking',
      phase: 'unsure',
      paymentRequestId: id,
      elapsedMs: 7_000,
      recovered: true,
    });
    await world.clock.advance(60_000);
    expect(world.acquirer.count('pay')).toBe(1);
    expect(await world.charge('S2')).toEqual({ is: 'refused', why: 'busy' });
  });

  it('a payment whose deadline has passed is asked about and cancelled (R11)', async () => {
    await world.pay('S1', code);
    world.kill();
    await world.clock.advance(600_000);
    world.acquirer.onInquire = () => ({ kind: 'unsettled', code: 'UNKNOWN_EXCEPTION', proof });
    world.acquirer.onCancel = () => ({ kind: 'succeeded', proof });
    await world.start();
    await world.clock.advance(3_000);

    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'cancelled', recovered: true });
    expect(world.acquirer.calls.find(({ what }) => what === 'cancel')?.by).toBe('deadline');
  });

  it('a wall clock that went back only moves the cancel (R11)', async () => {
    await world.pay('S1', code);
    world.kill();
    world.clock.setWall(0);
    await world.start();

    expect(world.snapshot.stage).toMatchObject({ at: 'asking', elapsedMs: 0 });
    await world.clock.advance(78_000);
    expect(world.snapshot.stage.at).toBe('cancelling');
  });

  it('[V25] a cancellation goes on, for the reason that it began with', async () => {
    const id = await world.pay('S1', code);
    await world.do({ do: 'stop', paymentRequestId: PaymentRequestId.parse(id) });
    await world.clock.advance(2_500);
    expect(world.snapshot.stage.at).toBe('cancelling');
    world.kill();
    world.acquirer.onCancel = () => ({ kind: 'succeeded', proof });
    await world.start();

    expect(world.acquirer.calls.filter(({ what }) => what === 'cancel').map(({ by }) => by)).toEqual(['stop', 'stop']);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'cancelled' });
  });

  it('[V14] an outcome that nobody dismissed is shown again, with its time', async () => {
    world.acquirer.onPay = () => succeeded('P1');
    const id = await world.pay('S1', code);
    const finalAt = world.clock.wallMs();
    world.kill();
    await world.clock.advance(3_600_000);
    await world.start();

    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'paid', finalAt, recovered: true });
    expect(world.acquirer.calls.filter(({ what }) => what === 'inquire' || what === 'cancel')).toEqual([]);
    expect(world.bodies('shown')).toHaveLength(2);
    await world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(id), again: false });
    await restart();
    expect(world.snapshot.stage.at).toBe('idle');
    expect(world.snapshot.recent).toHaveLength(1);
  });

  it('a sale that had no payment is closed', async () => {
    await world.charge('S1');
    await restart();

    expect(world.snapshot.stage.at).toBe('idle');
    expect(world.bodies('sale.closed')).toEqual([{ kind: 'sale.closed', why: 'restart' }]);
    expect(await world.do({ do: 'back', saleId: SaleId.parse('S1') })).toEqual({ is: 'ok' });
  });

  it('[V32] a late success that nothing had come of is asked about, and the dismissed outcome is not told again', async () => {
    const pay = Promise.withResolvers<PayAnswer>();
    world.acquirer.onPay = () => pay.promise;
    world.acquirer.onInquire = () => ({ kind: 'closed', proof });
    const id = await world.pay('S1', code);
    await world.clock.advance(8_000);
    await world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(id), again: false });
    pay.resolve(succeeded('P1'));
    await world.clock.advance(1_000);
    world.kill();
    world.acquirer.onInquire = () => succeeded('P1');
    await world.start();
    expect(world.snapshot.stage.at).toBe('idle');
    expect(world.bodies('shown')).toHaveLength(1);

    await world.clock.advance(31_000);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'conflict', recovered: true });
    world.kill();
    await world.clock.advance(100_000_000);
    await world.start();
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'conflict' });
  });

  it('something that only a newer till knows stops the selling, and says so', async () => {
    const last = world.disk.rows.at(-1);
    if (last === undefined) throw new Error('an empty journal');
    const stamp = { environment: 'sandbox', bootId: 'boot9', clock: world.clock } as const;
    const refund = { kind: 'refund.intent' } as unknown as { kind: 'escalated' };
    world.disk.rows.push(sealed(last, { sale: null, attempt: null, actor: 'host', record: refund }, stamp));
    await restart();

    expect(world.snapshot.notSelling).toBe('journal-unfinished');
    expect(await world.charge('S1')).toEqual({ is: 'refused', why: 'not-selling' });
  });

  it('[V19] a start that cannot be written is no start', async () => {
    world.kill();
    world.failWrite = () => true;

    expect(await world.tryStart()).toMatchObject({ ok: false, error: { why: 'disk' } });
  });

  const moments = ['before a write', 'after a write', 'at a call'] as const;
  it.each(moments)('[V15] killed %s, any one of them, it never pays twice and ends with the truth', async (moment) => {
    for (let fatal = 1; fatal <= 6; fatal++) {
      const one = new TillWorld();
      await one.start();
      let count = 0;
      const step = (): void => {
        count += 1;
        if (count === fatal) one.kill();
      };
      if (moment === 'before a write') one.beforeWrite = step;
      else if (moment === 'after a write') one.afterWrite = step;
      else one.acquirer.onCall = step;
      one.acquirer.onPay = () => succeeded('P1');
      one.acquirer.onInquire = () => succeeded('P1');
      void one.pay('S1', code).catch(() => undefined); // a dead host answers nobody
      await one.clock.advance(1_000);
      one.kill();
      one.beforeWrite = one.afterWrite = one.acquirer.onCall = () => undefined;
      await one.start();
      await one.clock.advance(10_000);

      const where = `${moment} ${fatal}`;
      expect(one.acquirer.count('pay'), where).toBeLessThanOrEqual(1);
      const { stage } = one.snapshot;
      if (one.kinds.includes('pay.intent')) expect(stage, where).toMatchObject({ at: 'outcome', outcome: 'paid' });
      else expect(stage, where).toEqual({ at: 'idle' });
    }
  });
});
