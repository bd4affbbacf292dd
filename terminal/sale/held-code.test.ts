import { SaleId } from '#payment';
import { beforeEach, describe, expect, it } from 'vitest';

import { succeeded } from '../testing/scripted-acquirer.ts';
import { euros, TillWorld } from '../testing/till-world.ts';

const code = '281234567890123456';
const other = '289999999999999999';
const ok = { is: 'ok' };

let world: TillWorld;
beforeEach(async () => {
  world = new TillWorld();
  await world.start();
});

function badScan(why: string) {
  return { is: 'bad-scan', why };
}

function chargeHeld(sale: string) {
  return world.do({ do: 'charge', saleId: SaleId.parse(sale), amount: euros(1_250), withHeld: true });
}

describe('a code that is scanned before its amount', () => {
  it('[V37] is held, masked and in memory only, and charged with the amount', async () => {
    const rows = world.disk.rows.length;
    expect(await world.scan(null, `]C1${code}\r\n`)).toEqual(ok);
    expect(world.snapshot.held).toEqual({ codeTail: '3456', leftMs: 50_000 });
    expect(world.disk.rows).toHaveLength(rows);
    expect(JSON.stringify(world.frames)).not.toContain(code);
    expect(world.acquirer.calls.filter(({ what }) => what !== 'probe')).toEqual([]);

    expect(await chargeHeld('S1')).toEqual(ok);
    expect(world.acquirer.orders).toMatchObject([{ saleId: 'S1', paymentCode: code }]);
    expect(world.snapshot).toMatchObject({ stage: { at: 'asking', saleId: 'S1' }, held: null });
    expect(JSON.stringify(world.disk.rows)).not.toContain(code);
  });

  it('[V40] a repeated confirmation starts nothing more', async () => {
    await world.scan(null, code);
    const replies = await Promise.all([chargeHeld('S1'), chargeHeld('S1')]);

    expect(replies).toEqual([ok, ok]);
    expect(world.acquirer.count('pay')).toBe(1);
    expect(await chargeHeld('S2')).toEqual({ is: 'refused', why: 'busy' });
  });

  it('is replaced by the next one, dropped when asked, and not taken when it was charged before', async () => {
    await world.scan(null, code);
    await world.clock.advance(10_000);
    await world.scan(null, other);
    expect(world.snapshot.held).toEqual({ codeTail: '9999', leftMs: 50_000 });
    expect(await world.do({ do: 'drop-held' })).toEqual(ok);
    expect(await world.do({ do: 'drop-held' })).toEqual(ok);
    expect(world.snapshot.held).toBeNull();

    world.acquirer.onPay = () => succeeded('P1');
    await world.pay('S1', code);
    const [paid] = world.snapshot.recent;
    if (paid === undefined) throw new Error('nothing was paid');
    await world.do({ do: 'acknowledge', paymentRequestId: paid.paymentRequestId, again: false });
    expect(await world.scan(null, code)).toEqual(badScan('seen-before'));
    expect(await world.scan(null, '4111111111111111')).toEqual(badScan('card-number'));
  });

  it('is gone after 50 s; then no sale is opened with it', async () => {
    await world.scan(null, code);
    await world.clock.advance(50_000);

    expect(world.snapshot.held).toBeNull();
    expect(await chargeHeld('S1')).toEqual({ is: 'refused', why: 'nothing-held' });
    expect(world.kinds).not.toContain('sale.opened');
  });

  it('is forgotten when an amount is confirmed without it', async () => {
    await world.scan(null, code);
    await world.charge('S1');

    expect(world.snapshot).toMatchObject({ stage: { at: 'scan', saleId: 'S1' }, held: null });
    await world.do({ do: 'back', saleId: SaleId.parse('S1') });
    expect(await chargeHeld('S2')).toEqual({ is: 'refused', why: 'nothing-held' });
  });

  it('is not sent while the backend is away; the sale stays and waits for a code', async () => {
    world.acquirer.reachable = false;
    await world.clock.advance(40_000);
    await world.scan(null, code);

    expect(await chargeHeld('S1')).toEqual(badScan('backend-away'));
    expect(world.snapshot).toMatchObject({ stage: { at: 'scan', saleId: 'S1' }, held: null });
    expect(world.kinds).not.toContain('pay.intent');
  });

  it('does not outlive the process', async () => {
    await world.scan(null, code);
    world.kill();
    await world.start();

    expect(world.snapshot.held).toBeNull();
  });
});
