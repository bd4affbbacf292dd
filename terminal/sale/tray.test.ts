import { PaymentRequestId, SaleId, type Amount } from '#payment';
import { beforeEach, describe, expect, it } from 'vitest';

import { proof, succeeded } from '../testing/scripted-acquirer.ts';
import { euros, TillWorld } from '../testing/till-world.ts';

const ok = { is: 'ok' };

let world: TillWorld;
beforeEach(async () => {
  world = new TillWorld();
  await world.start();
  world.acquirer.onInquire = () => ({ kind: 'in-process', proof });
});

function refused(why: string) {
  return { is: 'refused', why };
}

function ask(what: 'park' | 'take' | 'stop', id: string) {
  return world.do({ do: what, paymentRequestId: PaymentRequestId.parse(id) });
}

function acknowledge(id: string, again = false) {
  return world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(id), again });
}

function charge(sale: string, amount: Amount, anotherCustomer?: true) {
  const saleId = SaleId.parse(sale);
  return world.do({ do: 'charge', saleId, amount, ...(anotherCustomer && { anotherCustomer }) });
}

/** A payment of this amount that is in the tray, still open. */
async function parked(number: number, minor: number): Promise<string> {
  await charge(`S${number}`, euros(minor));
  await world.scan(`S${number}`, `28${String(number).padStart(14, '0')}`);
  const id = world.acquirer.orders.at(-1)?.paymentRequestId ?? '';
  await world.clock.advance(15_000);
  expect(await ask('park', id)).toEqual(ok);
  return id;
}

function states() {
  return world.snapshot.tray.map(({ paymentRequestId, state }) => [paymentRequestId, state]);
}

describe('the tray', () => {
  it('[V2] [V40] takes an open payment after 15 s, as often as it is asked; the next sale can be charged', async () => {
    const id = await world.pay('S1', '281234567890123456');
    expect(await ask('park', id)).toEqual(refused('not-now'));
    await world.clock.advance(14_999);
    expect(await ask('park', id)).toEqual(refused('not-now'));
    await world.clock.advance(1);

    expect(await ask('park', id)).toEqual(ok);
    expect(await ask('park', id)).toEqual(ok);
    expect(world.bodies('sale.parked')).toHaveLength(1);
    expect(world.snapshot.stage).toEqual({ at: 'idle' });
    expect(world.snapshot.tray).toMatchObject([
      { saleId: 'S1', state: 'waiting', elapsedMs: 15_000, finalAt: null, codeTail: '3456' },
    ]);
    world.acquirer.onPay = () => succeeded('P2');
    await charge('S2', euros(300));
    expect(await world.scan('S2', '282222222222222222')).toEqual(ok);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'paid', saleId: 'S2' });
    expect(await ask('park', world.acquirer.orders.at(-1)?.paymentRequestId ?? '')).toEqual(refused('not-now'));
    expect(await ask('park', 'TILL1unknown')).toEqual(refused('unknown-payment'));
  });

  it('[V2] nobody is asked for another code of a sale that waits there', async () => {
    await parked(1, 100);

    expect(await world.scan('S1', '282222222222222222')).toEqual({ is: 'bad-scan', why: 'no-sale' });
    expect(await world.do({ do: 'back', saleId: SaleId.parse('S1') })).toEqual(refused('busy'));
    expect(world.acquirer.count('pay')).toBe(1);
  });

  it('a card turns by itself and leaves the work pane alone; open ones stand above it', async () => {
    const first = await parked(1, 100);
    const second = await parked(2, 200);
    await charge('S3', euros(300));
    world.acquirer.onInquire = (intent) =>
      intent.paymentRequestId === first ? succeeded('P1') : { kind: 'in-process', proof };
    await world.clock.advance(5_000);

    expect(world.snapshot.stage).toMatchObject({ at: 'scan', saleId: 'S3' });
    expect(states()).toEqual([
      [second, 'waiting'],
      [first, 'paid'],
    ]);
    expect(world.snapshot.tray[1]).toMatchObject({ wallet: 'AlipayHK', finalAt: expect.any(Number) });
    expect(world.bodies('shown')).toEqual([{ kind: 'shown', outcome: 'paid' }]);
    expect(await acknowledge(first, true)).toEqual(refused('not-now'));
    expect(await acknowledge(first)).toEqual(ok);
    expect(states()).toEqual([[second, 'waiting']]);
  });

  it('stops a payment there, and takes one back: asking, to be parked again, or known, to be dismissed', async () => {
    const first = await parked(1, 100);
    expect(await ask('take', first)).toEqual(ok);
    expect(await ask('take', first)).toEqual(ok);
    expect(world.snapshot).toMatchObject({ stage: { at: 'asking', paymentRequestId: first }, tray: [] });
    expect(await ask('park', first)).toEqual(ok);

    const second = await parked(2, 200);
    await ask('take', second);
    expect(await ask('take', first)).toEqual(refused('busy'));
    await ask('park', second);
    world.acquirer.onCancel = () => ({ kind: 'succeeded', proof });
    await ask('stop', first);
    await world.clock.advance(2_500);
    expect(world.snapshot.stage.at).toBe('idle');
    expect(states()).toEqual([
      [second, 'waiting'],
      [first, 'cancelled'],
    ]);
    expect(await ask('take', first)).toEqual(ok);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'cancelled', paymentRequestId: first });
    expect(await ask('take', second)).toEqual(refused('not-now'));
    expect(await acknowledge(first, true)).toEqual(ok);
    expect(world.snapshot.stage).toMatchObject({ at: 'scan', saleId: 'S1' });
    expect(await ask('take', first)).toEqual(refused('not-now'));
  });

  it('a dismissed card may be charged again with another code, while nothing else is on the pane', async () => {
    const id = await parked(1, 100);
    world.acquirer.onCancel = () => ({ kind: 'succeeded', proof });
    await ask('stop', id);
    await world.clock.advance(2_500);
    await charge('S2', euros(200));
    expect(await acknowledge(id, true)).toEqual(refused('not-now'));
    await world.do({ do: 'back', saleId: SaleId.parse('S2') });

    expect(await acknowledge(id, true)).toEqual(ok);
    expect(world.snapshot).toMatchObject({ stage: { at: 'scan', saleId: 'S1' }, tray: [] });
  });

  it('[5.4] [V24] survives a restart: what is there stays there and is asked about; a taken one comes to the pane', async () => {
    const first = await parked(1, 100);
    const second = await parked(2, 200);
    await ask('take', second);
    world.kill();
    world.acquirer.onInquire = (intent) => succeeded(`P${intent.saleId}`);
    const before = world.acquirer.count('inquire');
    await world.start();

    expect(world.acquirer.count('inquire') - before).toBe(2);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'paid', paymentRequestId: second });
    expect(states()).toEqual([[first, 'paid']]);
    world.kill();
    await world.start();
    expect(states()).toEqual([[first, 'paid']]);
    expect(world.acquirer.count('pay')).toBe(2);
  });

  it('has room for twenty', async () => {
    for (let number = 1; number <= 20; number++) await parked(number, number);
    const id = await world.pay('S21', '289999999999999999');
    await world.clock.advance(15_000);

    expect(await ask('park', id)).toEqual(refused('tray-full'));
    expect(world.snapshot.tray).toHaveLength(20);
    expect(world.snapshot.stage).toMatchObject({ paymentRequestId: id });
  });

  it('[V19] an open payment that cannot be put on record as parked stays where it is', async () => {
    const id = await world.pay('S1', '281234567890123456');
    await world.clock.advance(15_000);
    world.failWrite = () => true;

    expect(await ask('park', id)).toEqual(refused('not-selling'));
    expect(world.snapshot).toMatchObject({ tray: [], notSelling: 'journal-write-failed' });
    world.failWrite = () => false;
    world.kill();
    await world.start();
    expect(world.snapshot.stage).toMatchObject({ paymentRequestId: id, recovered: true });
  });
});

describe('[V1] the same amount', () => {
  it('is asked about while a payment of it waits in the tray, and nothing is written', async () => {
    const oldest = await parked(1, 500);
    await charge('S2', euros(500), true);
    await world.scan('S2', '282222222222222222');
    await world.clock.advance(15_000);
    await ask('park', world.acquirer.orders.at(-1)?.paymentRequestId ?? '');
    const rows = world.disk.rows.length;

    const asked = { is: 'same-amount', paymentRequestId: oldest, elapsedMs: 30_000 };
    expect(await charge('S3', euros(500))).toEqual(asked);
    expect(world.disk.rows).toHaveLength(rows);
    expect(await charge('S3', euros(499))).toEqual(ok);
  });

  it('[V40] goes on for another customer, which is on record', async () => {
    const id = await parked(1, 500);

    expect(await charge('S2', euros(500), true)).toEqual(ok);
    expect(await charge('S2', euros(500))).toEqual(ok);
    expect(world.bodies('sale.opened')).toMatchObject([{ despite: null }, { saleId: 'S2', despite: id }]);
  });

  it('is no matter once it is known what became of it', async () => {
    await parked(1, 500);
    world.acquirer.onInquire = () => succeeded('P1');
    await world.clock.advance(5_000);

    expect(await charge('S2', euros(500))).toEqual(ok);
  });
});
