import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { Currency, Minor } from '#payment';

import { cancelWindowEnd } from './cancel.ts';
import { codeGraceMs, codeShownMs } from './phone.ts';
import { byCode, standingClock, startRig, type Reply, type Rig } from './sandbox-rig.ts';

let rig: Rig;
afterEach(() => rig.sandbox.close());

const eur = (minor: number): { currency: Currency; minor: Minor } => ({
  currency: Currency.parse('EUR'),
  minor: Minor.parse(minor),
});

describe('pay', () => {
  it('takes exactly the amount, once, and says what Alipay+ says', async () => {
    rig = await startRig();
    const before = await rig.balance();
    const answer = await rig.pay(byCode(await rig.code()));
    expect(answer.json).toMatchObject({
      result: { resultStatus: 'S', resultCode: 'SUCCESS' },
      paymentAmount: { currency: 'EUR', value: '1250' },
      paymentTime: '2026-11-20T10:00:00Z',
      walletBrandName: 'AlipayHK',
    });
    expect(answer.json['paymentId']).toMatch(/^20261120\d{27}$/);
    expect(before - (await rig.balance())).toBe(1250);
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ state: 'paid', timesCharged: 1, capturedMinor: 1250 });
  });

  it('takes any currency that there is, in its own minor units', async () => {
    rig = await startRig();
    for (const currency of ['JPY', 'KWD', 'IDR', 'CLF', 'HKD']) {
      const before = (await rig.wallet('alipayhk', currency)).purse.balance.minor;
      const paymentAmount = { currency, value: '1280' };
      const change = { paymentRequestId: `TILL1${currency}`, paymentAmount, ...byCode(await rig.code()) };
      expect(codeOf(await rig.pay(change))).toBe('SUCCESS');
      expect(before - (await rig.wallet('alipayhk', currency)).purse.balance.minor).toBe(1280);
    }
    const unknown = { paymentAmount: { currency: 'XXX', value: '1' }, ...byCode(await rig.code()) };
    expect(codeOf(await rig.pay(unknown))).toBe('CURRENCY_NOT_SUPPORT');
  });

  it('[V1] repeats the same outcome under one id and charges once', async () => {
    rig = await startRig();
    const code = byCode(await rig.code());
    const first = await rig.pay(code);
    const again = await rig.pay(code);
    expect(again.json).toEqual(first.json);
    const both = await Promise.all([rig.pay(code), rig.pay(code)]);
    expect(both.map(codeOf)).toEqual(['SUCCESS', 'SUCCESS']);
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(1);
  });

  it.each([
    ['amount', { paymentAmount: { currency: 'EUR', value: '1251' } }],
    ['currency', { paymentAmount: { currency: 'USD', value: '1250' } }],
    ['settlement', { settlementStrategy: { settlementCurrency: 'USD' } }],
  ])('refuses a repeat with another %s', async (_group, change) => {
    rig = await startRig();
    const code = byCode(await rig.code());
    await rig.pay(code);
    expect(codeOf(await rig.pay({ ...code, ...change }))).toBe('REPEAT_REQ_INCONSISTENT');
    expect((await rig.ledger('TILL1pay1')).capturedMinor).toBe(1250);
  });

  it('refuses a code that is nobody’s, was used, or has expired; no order is left and the same id gets the same', async () => {
    rig = await startRig();
    expect(codeOf(await rig.pay())).toBe('INVALID_CODE');
    expect(codeOf(await rig.inquire('TILL1pay1'))).toBe('ORDER_NOT_EXIST');
    expect(codeOf(await rig.pay(byCode(await rig.code())))).toBe('INVALID_CODE');

    const used = byCode(await rig.code());
    await rig.pay({ paymentRequestId: 'TILL1pay2', ...used });
    expect(codeOf(await rig.pay({ paymentRequestId: 'TILL1pay3', ...used }))).toBe('INVALID_CODE');

    const old = byCode(await rig.code());
    rig.clock.advance(codeShownMs + codeGraceMs);
    expect(codeOf(await rig.pay({ paymentRequestId: 'TILL1pay4', ...old }))).toBe('EXPIRED_CODE');
    expect((await rig.ledger('TILL1pay4')).state).toBe('none');
  });

  it('keeps an order of a code refusal, or none of a wallet refusal, when the switches turn round', async () => {
    rig = await startRig();
    await rig.setSwitches({ codeRefusalLeavesOrder: true, walletRefusalLeavesOrder: false });
    await rig.pay();
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('INVALID_CODE');
    await rig.setWallet({ temper: 'refuses' });
    const code = byCode(await rig.code());
    expect(codeOf(await rig.pay({ paymentRequestId: 'TILL1pay2', ...code }))).toBe('RISK_REJECT');
    expect(codeOf(await rig.inquire('TILL1pay2'))).toBe('ORDER_NOT_EXIST');
    expect(codeOf(await rig.pay({ paymentRequestId: 'TILL1pay2', ...code }))).toBe('RISK_REJECT');
  });

  it('accepts the code before the shown one until its own time is over', async () => {
    rig = await startRig();
    const earlier = (await rig.wallet()).code.value;
    rig.clock.advance(codeShownMs);
    const shown = (await rig.wallet()).code.value;
    expect(shown).not.toBe(earlier);
    expect(shown).toMatch(/^28\d{22}$/);
    expect(codeOf(await rig.pay(byCode(earlier)))).toBe('SUCCESS');
  });

  it('shows another code as soon as the shown one is used', async () => {
    rig = await startRig();
    const { code } = await rig.wallet();
    expect((await rig.wallet()).code.value).toBe(code.value);
    await rig.pay(byCode(code.value));
    expect((await rig.wallet()).code.value).not.toBe(code.value);
  });

  it('asks the customer above the limit, refuses above the maximum and above the balance', async () => {
    rig = await startRig();
    await rig.setWallet({ confirmAbove: eur(1249), maximum: eur(2000), balance: eur(1500) });
    expect(codeOf(await rig.pay(byCode(await rig.code())))).toBe('PAYMENT_IN_PROCESS');
    const dear = { paymentRequestId: 'TILL1pay2', paymentAmount: { currency: 'EUR', value: '2001' } };
    expect(codeOf(await rig.pay({ ...dear, ...byCode(await rig.code()) }))).toBe('USER_AMOUNT_EXCEED_LIMIT');
    const poor = { paymentRequestId: 'TILL1pay3', paymentAmount: { currency: 'EUR', value: '1501' } };
    expect(codeOf(await rig.pay({ ...poor, ...byCode(await rig.code()) }))).toBe('USER_BALANCE_NOT_ENOUGH');
    expect(paymentOf(await rig.inquire('TILL1pay3'))).toBe('USER_BALANCE_NOT_ENOUGH');
    expect(await rig.balance()).toBe(1500);
  });

  it('waits for the customer, and takes the money when Pay is pressed', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'must-confirm' });
    const before = await rig.balance();
    expect(codeOf(await rig.pay(byCode(await rig.code())))).toBe('PAYMENT_IN_PROCESS');
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('PAYMENT_IN_PROCESS');
    expect((await rig.wallet()).orders[0]).toMatchObject({
      merchantName: 'Harbour Tea House',
      state: { kind: 'asking' },
    });
    expect(await rig.balance()).toBe(before);
    await rig.post('/sandbox/wallets/alipayhk/confirm', { paymentRequestId: 'TILL1pay1' });
    expect((await rig.inquire('TILL1pay1')).json).toMatchObject({
      paymentRequestId: 'TILL1pay1',
      paymentResult: { resultStatus: 'S' },
      paymentAmount: { currency: 'EUR', value: '1250' },
    });
    expect(before - (await rig.balance())).toBe(1250);
    const late = await rig.post('/sandbox/wallets/alipayhk/confirm', { paymentRequestId: 'TILL1pay1' });
    expect(late.status).toBe(409);
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(1);
  });

  it('is refused when the customer or the wallet refuses', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'must-confirm' });
    await rig.pay(byCode(await rig.code()));
    await rig.post('/sandbox/wallets/alipayhk/refuse', { paymentRequestId: 'TILL1pay1' });
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('USER_PAYMENT_VERIFICATION_FAILED');
    await rig.setWallet({ temper: 'refuses' });
    expect(codeOf(await rig.pay({ paymentRequestId: 'TILL1pay2', ...byCode(await rig.code()) }))).toBe('RISK_REJECT');
    expect(paymentOf(await rig.inquire('TILL1pay2'))).toBe('RISK_REJECT');
    expect(codeOf(await rig.cancel('TILL1pay2'))).toBe('SUCCESS');
  });

  it('closes what nobody paid after a minute, or earlier when asked to', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'must-confirm' });
    await rig.pay(byCode(await rig.code()));
    const soon = { paymentRequestId: 'TILL1pay2', paymentExpiryTime: '2026-11-20T18:00:30+08:00' };
    await rig.pay({ ...soon, ...byCode(await rig.code()) });
    const late = { paymentRequestId: 'TILL1pay3', paymentExpiryTime: '2026-11-20T11:00:00Z' };
    await rig.pay({ ...late, ...byCode(await rig.code()) });
    rig.clock.advance(30_000);
    const states = async (): Promise<string[]> =>
      (await Promise.all(['TILL1pay1', 'TILL1pay2', 'TILL1pay3'].map((id) => rig.inquire(id)))).map(paymentOf);
    expect(await states()).toEqual(['PAYMENT_IN_PROCESS', 'ORDER_IS_CLOSED', 'PAYMENT_IN_PROCESS']);
    rig.clock.advance(30_000);
    expect(await states()).toEqual(['ORDER_IS_CLOSED', 'ORDER_IS_CLOSED', 'ORDER_IS_CLOSED']);
    const tooLate = await rig.post('/sandbox/wallets/alipayhk/confirm', { paymentRequestId: 'TILL1pay1' });
    expect(tooLate.status).toBe(409);
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(0);
  });

  it('gets no answer from the wallet that never answers, whose order stays in process until it ends', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'never-answers' });
    const code = byCode(await rig.code());
    let answered = false;
    const calls = [rig.pay(code), rig.pay(code)].map((call) =>
      call.then(
        () => (answered = true),
        () => undefined,
      ),
    );
    await until(async () => (await rig.ledger('TILL1pay1')).state === 'in-process');
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('PAYMENT_IN_PROCESS');
    await until(async () => {
      rig.clock.advance(60_000);
      await new Promise((resolve) => setImmediate(resolve));
      return paymentOf(await rig.inquire('TILL1pay1')) === 'ORDER_IS_CLOSED';
    });
    rig.clock.advance(60_000);
    await Promise.all(calls);
    expect(answered).toBe(false);
  });
});

describe('cancel', () => {
  it('[V3] gives a paid amount back at once and exactly, once', async () => {
    rig = await startRig();
    const before = await rig.balance();
    const code = byCode(await rig.code());
    await rig.pay(code);
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    expect(await rig.balance()).toBe(before);
    const entry = await rig.ledger('TILL1pay1');
    expect(entry).toMatchObject({ state: 'cancelled', timesCharged: 1, timesGivenBack: 1, capturedMinor: 0 });
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('ORDER_IS_CLOSED');
    expect(codeOf(await rig.pay(code))).toBe('ORDER_IS_CLOSED');
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(1);
  });

  it('ends what is in process, so that the customer can no longer pay', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'must-confirm' });
    await rig.pay(byCode(await rig.code()));
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    const pressed = await rig.post('/sandbox/wallets/alipayhk/confirm', { paymentRequestId: 'TILL1pay1' });
    expect(pressed.status).toBe(409);
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(0);
  });

  it('is refused after 00:15 UTC+8 of the next day, but not for what it did before', async () => {
    rig = await startRig();
    await rig.pay(byCode(await rig.code()));
    await rig.pay({ paymentRequestId: 'TILL1pay2', ...byCode(await rig.code()) });
    rig.clock.advance(6.25 * 3_600_000 - 1);
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    rig.clock.advance(1);
    expect(codeOf(await rig.cancel('TILL1pay2'))).toBe('CANCEL_WINDOW_EXCEED');
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    expect((await rig.ledger('TILL1pay2')).capturedMinor).toBe(1250);
  });

  it.each([
    ['2025-03-01T23:50:00+09:00', '2025-03-02T00:15:00+08:00'],
    ['2025-03-02T00:30:00+09:00', '2025-03-02T00:15:00+08:00'],
    ['2025-03-02T00:00:00+08:00', '2025-03-03T00:15:00+08:00'],
  ])('of a payment at %s ends at %s', async (paidAt, end) => {
    rig = await startRig();
    expect(cancelWindowEnd(Date.parse(paidAt))).toBe(Date.parse(end));
  });

  it('of an unknown id goes the way that the switch says', async () => {
    rig = await startRig();
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('ORDER_NOT_EXIST');
    await rig.setSwitches({ cancelOfUnknown: 'forget' });
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    expect(codeOf(await rig.inquire('TILL1pay1'))).toBe('ORDER_NOT_EXIST');
    await rig.setSwitches({ cancelOfUnknown: 'tombstone' });
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('ORDER_IS_CLOSED');
    expect(codeOf(await rig.pay(byCode(await rig.code())))).toBe('ORDER_IS_CLOSED');
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(0);
  });

  it('finds a payment by its paymentId too', async () => {
    rig = await startRig();
    const paid = await rig.pay(byCode(await rig.code()));
    const body = JSON.stringify({ paymentId: paid.json['paymentId'] });
    expect(codeOf(await rig.call({ path: '/aps/api/v1/payments/cancelPayment', body }))).toBe('SUCCESS');
  });
});

describe('the ledger', () => {
  it('outlives the process: orders, money, codes, tempers and switches; codes are not on the disk [V37]', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    const ledgerPath = join(folder, 'ledger.sqlite');
    rig = await startRig({ ledgerPath });
    const code = await rig.code();
    await rig.pay(byCode(code));
    const open = await rig.code();
    await rig.setWallet({ temper: 'refuses' }, 'gcash');
    await rig.setSwitches({ cancelOfUnknown: 'forget' });
    const balance = await rig.balance();
    for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file), 'latin1')).not.toContain(code);
    await rig.sandbox.close();

    // Dice that start anew would give the same codes again.
    let dice = 500_000;
    const digits = (count: number): string =>
      String((dice += 1))
        .padStart(count, '0')
        .slice(-count);
    rig = await startRig({ ledgerPath, digits, clock: standingClock() });
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ state: 'paid', timesCharged: 1 });
    expect(await rig.balance()).toBe(balance);
    expect((await rig.wallet('gcash')).temper).toBe('refuses');
    expect(codeOf(await rig.pay(byCode(code)))).toBe('SUCCESS');
    expect(codeOf(await rig.pay({ paymentRequestId: 'TILL1pay2', ...byCode(code) }))).toBe('INVALID_CODE');
    expect(codeOf(await rig.pay({ paymentRequestId: 'TILL1pay3', ...byCode(open) }))).toBe('SUCCESS');
    expect(codeOf(await rig.cancel('TILL1none'))).toBe('SUCCESS');
  });

  it('lists what happened, by wallet and by sale, page by page', async () => {
    rig = await startRig();
    for (const id of ['TILL1a', 'TILL1b', 'TILL1c'])
      await rig.pay({ paymentRequestId: id, ...byCode(await rig.code()) });
    expect(await rig.get('/sandbox/ledger?limit=2')).toMatchObject({
      entries: [{ paymentRequestId: 'TILL1a' }, { paymentRequestId: 'TILL1b' }],
      next: 'TILL1b',
    });
    expect(await rig.get('/sandbox/ledger?limit=2&after=TILL1b')).toMatchObject({
      entries: [{ paymentRequestId: 'TILL1c' }],
      next: null,
    });
    expect(await rig.get('/sandbox/ledger?walletId=gcash')).toEqual({ entries: [], next: null });
    expect(await rig.get('/sandbox/ledger?referenceOrderId=SALE1')).toMatchObject({ entries: { length: 3 } });
    expect(await rig.get('/sandbox/ledger/TILL1none')).toMatchObject({
      state: 'none',
      timesCharged: 0,
      capturedMinor: 0,
    });
  });
});

function codeOf(answer: Reply): string {
  return answer.json.result.resultCode;
}

function paymentOf(answer: Reply): string {
  return (answer.json['paymentResult'] as { resultCode: string }).resultCode;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) if (await holds()) return;
  throw new Error('it never came to hold');
}
