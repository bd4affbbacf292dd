import { PaymentRequestId, SaleId } from '#payment';
import { beforeEach, describe, expect, it } from 'vitest';

import { declined, succeeded } from '../testing/scripted-acquirer.ts';
import { euros, TillWorld } from '../testing/till-world.ts';
import { commandsWaitingMax } from './desk.ts';

const code = '281234567890123456';
const other = '289999999999999999';
const ok = { is: 'ok' };

let world: TillWorld;
beforeEach(async () => {
  world = new TillWorld();
  await world.start();
});

function refused(why: string) {
  return { is: 'refused', why };
}

function badScan(why: string) {
  return { is: 'bad-scan', why };
}

function acknowledge(id: string, again = false) {
  return world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(id), again });
}

function stop(id: string) {
  return world.do({ do: 'stop', paymentRequestId: PaymentRequestId.parse(id) });
}

describe('charging', () => {
  it('opens a sale and waits for a code; the same again is the same sale [V40]', async () => {
    expect(await world.charge('S1')).toEqual(ok);
    expect(await world.charge('S1')).toEqual(ok);

    expect(world.snapshot.stage).toEqual({ at: 'scan', saleId: 'S1', amount: euros(1_250) });
    expect(world.bodies('sale.opened')).toHaveLength(1);
  });

  it('[V10] refuses nothing at all, another currency and a second amount', async () => {
    expect(await world.charge('S1', 0)).toEqual(refused('amount-zero'));
    const yen = { ...euros(500), currency: 'JPY' as ReturnType<typeof euros>['currency'] };
    const inYen = await world.do({ do: 'charge', saleId: SaleId.parse('S1'), amount: yen });
    expect(inYen).toEqual(refused('other-currency'));
    await world.charge('S1', 100);
    expect(await world.charge('S1', 200)).toEqual(refused('not-now'));
    expect(await world.charge('S2', 200)).toEqual(refused('busy'));
  });

  it('[V39] a flood of commands does not pile up: what is too many is refused at once', async () => {
    const flood = Array.from({ length: commandsWaitingMax + 5 }, (_, number) => world.charge(`S${number}`));
    const replies = await Promise.all(flood);

    expect(replies.filter((reply) => reply.is === 'ok')).toHaveLength(1);
    expect(replies.slice(-5)).toEqual(Array.from({ length: 5 }, () => refused('not-now')));
    expect(world.bodies('sale.opened')).toHaveLength(1);
    expect(await world.charge('S0')).toEqual(ok);
  });

  it('[V40] never opens a sale that is over', async () => {
    world.acquirer.onPay = () => succeeded('P1');
    const id = await world.pay('S1', code);
    await acknowledge(id);

    expect(await world.charge('S1')).toEqual(ok);
    expect(world.snapshot.stage.at).toBe('idle');
    expect(await world.scan('S1', other)).toEqual(badScan('no-sale'));
    expect(world.acquirer.count('pay')).toBe(1);
  });

  it('goes back to the keypad, as often as it is asked', async () => {
    await world.charge('S1');

    expect(await world.do({ do: 'back', saleId: SaleId.parse('S1') })).toEqual(ok);
    expect(await world.do({ do: 'back', saleId: SaleId.parse('S1') })).toEqual(ok);
    expect(await world.do({ do: 'back', saleId: SaleId.parse('S9') })).toEqual(refused('unknown-sale'));
    expect(world.snapshot.stage.at).toBe('idle');
    expect(world.bodies('sale.closed')).toEqual([{ kind: 'sale.closed', why: 'back' }]);
  });
});

describe('scanning', () => {
  it.each([
    ['', 'empty'],
    ['28123456789012345A', 'letters'],
    ['2812345', 'too-short'],
    [`28${'1'.repeat(40)}`, 'too-long'],
    ['991234567890123456', 'wrong-start'],
    ['https://example.org/pay', 'web-address'],
    ['4111111111111111', 'card-number'],
  ])('[V36] refuses %j as %s, and neither sends nor records it', async (text, why) => {
    await world.charge('S1');
    const rows = world.disk.rows.length;

    expect(await world.scan('S1', text)).toEqual(badScan(why));
    expect(world.acquirer.orders).toEqual([]);
    expect(world.disk.rows).toHaveLength(rows);
  });

  it('is for a sale whose amount is confirmed', async () => {
    expect(await world.scan('S1', code)).toEqual(badScan('no-sale'));
    await world.charge('S1');
    expect(await world.scan(null, code)).toEqual(badScan('no-sale'));
    expect(await world.scan('S2', code)).toEqual(badScan('no-sale'));
    expect(world.acquirer.count('pay')).toBe(0);
  });

  it('takes a code as scanners give it, and sends one order with the amount and the shop in it', async () => {
    await world.charge('S1');
    expect(await world.scan('S1', `]C1${code}\r\n`)).toEqual(ok);

    expect(world.acquirer.orders).toMatchObject([
      {
        paymentRequestId: expect.stringMatching(/^TILL1[A-Za-z0-9]+$/),
        saleId: 'S1',
        terminalId: 'TILL1',
        amount: { currency: 'EUR', value: '1250' },
        paymentCode: code,
        order: { referenceOrderId: 'S1', merchant: { merchantName: 'Harbour Tea House', store: { storeMCC: '5499' } } },
      },
    ]);
  });

  it('[V2] [V40] a second scan, the same or another, starts nothing while a payment is open', async () => {
    await world.charge('S1');
    const replies = await Promise.all([world.scan('S1', code), world.scan('S1', code), world.scan('S1', other)]);

    expect(replies).toEqual([ok, ok, badScan('busy')]);
    expect(await world.charge('S2')).toEqual(refused('busy'));
    expect(await world.do({ do: 'back', saleId: SaleId.parse('S1') })).toEqual(refused('busy'));
    expect(world.acquirer.count('pay')).toBe(1);
    expect(world.bodies('pay.intent')).toHaveLength(1);
  });

  it('refuses a code that was charged here within ten minutes (T10), also for another sale', async () => {
    world.acquirer.onPay = () => declined('USER_BALANCE_NOT_ENOUGH');
    const id = await world.pay('S1', code);
    await acknowledge(id, true);
    expect(await world.scan('S1', code)).toEqual(badScan('seen-before'));

    await world.clock.advance(601_000);
    expect(await world.scan('S1', code)).toEqual(ok);
  });

  it('sends nothing while the backend is away (row 1b), and goes on when it is back', async () => {
    world.acquirer.reachable = false;
    await world.clock.advance(40_000);
    await world.charge('S1');

    expect(await world.scan('S1', code)).toEqual(badScan('backend-away'));
    expect(world.snapshot.connection).toBe('away');
    expect(world.kinds).not.toContain('pay.intent');

    world.acquirer.reachable = true;
    expect(await world.scan('S1', code)).toEqual(ok);
    expect(world.snapshot.connection).toBe('connected');
  });

  it('does not ask again whether a backend is there that answered half a minute ago', async () => {
    await world.clock.advance(5_000);
    const probes = world.acquirer.count('probe');
    await world.pay('S1', code);

    expect(world.acquirer.count('probe')).toBe(probes);
  });
});

describe('an outcome', () => {
  it('stays until it is dismissed; then the sale is over', async () => {
    world.acquirer.onPay = () => succeeded('P1');
    const id = await world.pay('S1', code);
    expect(world.snapshot.stage).toMatchObject({
      at: 'outcome',
      outcome: 'paid',
      wallet: 'AlipayHK',
      recovered: false,
    });
    expect(await world.charge('S2')).toEqual(refused('not-now'));
    expect(await acknowledge(id, true)).toEqual(refused('not-now'));

    expect(await acknowledge(id)).toEqual(ok);
    expect(await acknowledge(id)).toEqual(ok);
    expect(await stop(id)).toEqual(ok);
    expect(world.snapshot.stage.at).toBe('idle');
    expect(world.bodies('acknowledged')).toHaveLength(1);
    expect(world.bodies('sale.closed')).toEqual([{ kind: 'sale.closed', why: 'done' }]);
  });

  it('[V4] "again" keeps the sale, and the next code is another attempt with its own id', async () => {
    world.acquirer.onPay = () => declined('INVALID_CODE');
    const first = await world.pay('S1', code);
    expect(world.snapshot.stage).toMatchObject({ outcome: 'declined', code: 'INVALID_CODE' });
    expect(await acknowledge(first, true)).toEqual(ok);
    expect(world.snapshot.stage).toEqual({ at: 'scan', saleId: 'S1', amount: euros(1_250) });

    world.acquirer.onPay = () => succeeded('P2');
    expect(await world.scan('S1', other)).toEqual(ok);

    const ids = world.acquirer.orders.map(({ paymentRequestId }) => paymentRequestId);
    expect(new Set(ids).size).toBe(2);
    expect(world.snapshot.recent.map(({ state }) => state)).toEqual(['paid', 'declined']);
  });

  it('cannot be dismissed before there is one', async () => {
    const id = await world.pay('S1', code);

    expect(await acknowledge(id)).toEqual(refused('not-now'));
    expect(await acknowledge('TILL1unknown')).toEqual(refused('unknown-payment'));
    expect(await stop('TILL1unknown')).toEqual(refused('unknown-payment'));
  });
});
