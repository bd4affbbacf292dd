import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { Currency, Minor } from '#payment';
import { AlipayOrderCodeForm } from '#protocol';

import { byCode, byOrderCode, codeValueOf, startRig, type Reply, type Rig } from './sandbox-rig.ts';

let rig: Rig;
afterEach(() => rig.sandbox.close());

const eur = (minor: number): { currency: Currency; minor: Minor } => ({
  currency: Currency.parse('EUR'),
  minor: Minor.parse(minor),
});

/** How long an order code lives where nothing shorter is asked for. */
const lifeMs = 180_000;

describe('an order code', () => {
  it('comes with the order, before anybody has paid', async () => {
    rig = await startRig();
    const answer = await rig.pay(byOrderCode());
    expect(answer.json.result).toMatchObject({ resultStatus: 'U', resultCode: 'PAYMENT_IN_PROCESS' });
    expect(answer.json['paymentId']).toMatch(/^20261120\d{27}$/);
    expect(AlipayOrderCodeForm.parse(answer.json['orderCodeForm'])).toEqual({
      paymentMethodType: 'CONNECT_WALLET',
      expireTime: '2026-11-20T10:03:00Z',
      codeDetails: [{ codeValueType: 'QRCODE', displayType: 'TEXT', codeValue: codeValueOf(answer) }],
    });
    expect(codeValueOf(answer)).toMatch(/^https:\/\/order\.sandbox\.example\/281004\d{6}[0-9a-z]{26}$/);
    expect(answer.json['paymentTime']).toBeUndefined();
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('PAYMENT_IN_PROCESS');
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ state: 'in-process', walletId: null, timesCharged: 0 });
  });

  it.each([
    ['U', true, 'PAYMENT_IN_PROCESS'],
    ['U', false, 'PAYMENT_IN_PROCESS'],
    ['S', true, 'SUCCESS'],
    ['S', false, 'SUCCESS'],
  ] as const)('by switch: status %s, code sent: %s; it is paid only when a wallet pays', async (status, sent, code) => {
    rig = await startRig();
    await rig.setSwitches({ orderCode: { status, sent } });
    const answer = await rig.pay(byOrderCode());
    expect(answer.json.result).toMatchObject({ resultStatus: status, resultCode: code });
    expect(codeValueOf(answer) !== undefined).toBe(sent);
    expect(answer.json['paymentId']).toBeDefined();
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('PAYMENT_IN_PROCESS');
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(0);
  });

  it('is left out of the next answers, and comes with a repeat after them', async () => {
    rig = await startRig();
    await rig.setSwitches({ orderCode: { withoutCode: 2 } });
    const answers = [await rig.pay(byOrderCode()), await rig.pay(byOrderCode()), await rig.pay(byOrderCode())];
    expect(answers.map((answer) => codeValueOf(answer) !== undefined)).toEqual([false, false, true]);
    expect(await rig.get('/sandbox/switches')).toMatchObject({ orderCode: { withoutCode: 0 } });
  });

  it('may come without the time until which it is good', async () => {
    rig = await startRig();
    await rig.setSwitches({ orderCode: { expireTime: false } });
    expect((await rig.pay(byOrderCode())).json['orderCodeForm']).not.toHaveProperty('expireTime');
  });

  it('is the same for a repeat of the id, and another for another id', async () => {
    rig = await startRig();
    const first = await rig.pay(byOrderCode());
    const again = await rig.pay(byOrderCode());
    expect(again.json).toEqual(first.json);
    const both = await Promise.all([rig.pay(byOrderCode()), rig.pay(byOrderCode())]);
    expect(both.map(codeValueOf)).toEqual([codeValueOf(first), codeValueOf(first)]);
    expect(await rig.orderCode({ paymentRequestId: 'TILL1pay2' })).not.toBe(codeValueOf(first));
  });

  it('was made when the answer is lost: a repeat brings it, and nothing was paid', async () => {
    rig = await startRig();
    await rig.setSwitches({ faults: { pay: { resetAfter: 1 } } });
    await expect(rig.pay(byOrderCode())).rejects.toThrow(/hang up|ECONNRESET/);
    expect((await rig.ledger('TILL1pay1')).state).toBe('in-process');
    expect(await rig.orderCode()).toContain('281004');
    expect(await rig.get('/sandbox/ledger')).toMatchObject({ entries: [{ timesCharged: 0 }] });
  });

  it('is not given to a repeat that asks for something else', async () => {
    rig = await startRig();
    await rig.pay(byOrderCode());
    const dearer = { paymentAmount: { currency: 'EUR', value: '1251' } };
    expect(codeOf(await rig.pay({ ...byOrderCode(), ...dearer }))).toBe('REPEAT_REQ_INCONSISTENT');
    expect(codeOf(await rig.pay(byCode(await rig.code())))).toBe('REPEAT_REQ_INCONSISTENT');
  });

  it('needs a store, and no customer’s code', async () => {
    rig = await startRig();
    const { paymentMethod } = byCode(await rig.code());
    expect(codeOf(await rig.pay({ ...byOrderCode(), paymentMethod }))).toBe('PARAM_ILLEGAL');
    const merchant = { referenceMerchantId: 'M1', merchantMCC: '5814', merchantName: 'Tea' };
    const amount = { currency: 'EUR', value: '1250' };
    const order = { referenceOrderId: 'SALE1', orderDescription: 'Tea', orderAmount: amount, merchant };
    expect(codeOf(await rig.pay({ ...byOrderCode(), order }))).toBe('PARAM_ILLEGAL');
    const entry = { paymentFactor: { isInStorePayment: 'true', inStorePaymentScenario: 'EntryCode' } };
    expect(codeOf(await rig.pay({ ...byOrderCode(), ...entry }))).toBe('BUSINESS_NOT_SUPPORT');
    expect((await rig.ledger('TILL1pay1')).state).toBe('none');
  });

  it('closes after three minutes, or earlier where that was asked for', async () => {
    rig = await startRig();
    await rig.pay(byOrderCode());
    const paymentExpiryTime = '2026-11-20T10:01:00Z';
    await rig.pay({ ...byOrderCode(), paymentRequestId: 'TILL1pay2', paymentExpiryTime });
    rig.clock.advance(60_000);
    expect(paymentOf(await rig.inquire('TILL1pay2'))).toBe('ORDER_IS_CLOSED');
    rig.clock.advance(lifeMs - 60_001);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('PAYMENT_IN_PROCESS');
    rig.clock.advance(1);
    const inquired = await rig.inquire('TILL1pay1');
    expect(inquired.json.result.resultStatus).toBe('S');
    expect(inquired.json['paymentResult']).toMatchObject({ resultStatus: 'F', resultCode: 'ORDER_IS_CLOSED' });
    const again = await rig.pay(byOrderCode());
    expect([codeOf(again), codeValueOf(again)]).toEqual(['ORDER_IS_CLOSED', undefined]);
  });

  it('lives as long as a switch says', async () => {
    rig = await startRig();
    await rig.setSwitches({ orderCode: { lifeMs: 20_000 } });
    const answer = await rig.pay(byOrderCode());
    expect(answer.json['orderCodeForm']).toMatchObject({ expireTime: '2026-11-20T10:00:20Z' });
  });

  it('is refused by amount at once, without a code', async () => {
    rig = await startRig();
    const answer = await rig.pay({ ...byOrderCode(), paymentAmount: { currency: 'EUR', value: '9961' } });
    expect([codeOf(answer), codeValueOf(answer)]).toEqual(['RISK_REJECT', undefined]);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('RISK_REJECT');
  });

  it('stays as it was when the sandbox is started again, with the phones that scanned it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'order-codes-'));
    const ledgerPath = join(folder, 'ledger.sqlite');
    try {
      rig = await startRig({ ledgerPath });
      const code = await rig.orderCode();
      await rig.scan('gcash', code);
      await rig.sandbox.close();
      rig = await startRig({ ledgerPath });
      expect(codeValueOf(await rig.pay(byOrderCode()))).toBe(code);
      expect(await rig.decide('gcash', 'confirm')).toBe('paid');
      expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a phone that scans an order code', () => {
  it('is shown shop, order and amount; nothing is taken until its owner presses Pay', async () => {
    rig = await startRig();
    const before = await rig.balance();
    const code = await rig.orderCode();
    expect(await rig.scan('alipayhk', ` ${code}\n`)).toMatchObject({
      paymentRequestId: 'TILL1pay1',
      merchantName: 'Harbour Tea House',
      referenceOrderId: 'SALE1',
      amount: eur(1250),
      state: { kind: 'asking', closesAt: rig.clock.wallMs() + lifeMs },
    });
    expect(await rig.balance()).toBe(before);
    expect(await rig.decide('alipayhk', 'confirm')).toBe('paid');
    expect(before - (await rig.balance())).toBe(1250);
    const inquired = await rig.inquire('TILL1pay1');
    expect(inquired.json).toMatchObject({ paymentResult: { resultStatus: 'S' }, walletBrandName: 'AlipayHK' });
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ walletId: 'alipayhk', capturedMinor: 1250 });
  });

  it('is told of the payment by a repeat of pay, without a code and without the wallet’s brand', async () => {
    rig = await startRig();
    await rig.scan('gcash', await rig.orderCode(), true);
    const { json } = await rig.pay(byOrderCode());
    expect(json).toMatchObject({ result: { resultStatus: 'S' }, paymentTime: '2026-11-20T10:00:00Z' });
    expect(json).not.toHaveProperty('orderCodeForm');
    expect(json).not.toHaveProperty('walletBrandName');
  });

  it('takes the money once, however often Pay is pressed', async () => {
    rig = await startRig();
    await rig.scan('gcash', await rig.orderCode());
    const decided = await Promise.all([1, 2, 3].map(() => rig.decide('gcash', 'confirm')));
    expect(decided.sort()).toEqual(['already-paid', 'already-paid', 'paid']);
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ timesCharged: 1, capturedMinor: 1250 });
  });

  it('pays with the scan only when asked to, and never above the amount that needs its owner', async () => {
    rig = await startRig();
    await rig.setWallet({ confirmAbove: eur(1249) });
    const code = await rig.orderCode();
    expect(await rig.scan('alipayhk', code, true)).toMatchObject({ state: { kind: 'asking' } });
    await rig.setWallet({ temper: 'must-confirm' }, 'kakaopay');
    expect(await rig.scan('kakaopay', code, true)).toMatchObject({ state: { kind: 'asking' } });
    expect(await rig.scan('gcash', code)).toMatchObject({ state: { kind: 'asking' } });
    expect(await rig.scan('gcash', code, true)).toMatchObject({ state: { kind: 'paid' } });
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ walletId: 'gcash', timesCharged: 1 });
  });

  it('is turned down with what is no code of an order here', async () => {
    rig = await startRig();
    const code = await rig.orderCode();
    for (const other of [`${code}0`, 'https://order.sandbox.example/281004', await rig.code(), 'tea']) {
      expect(await rig.scan('gcash', other)).toBe('not-an-order-code');
    }
    const { status, json } = await rig.post('/sandbox/wallets/gcash/scan', { code: 'tea' });
    expect([status, json]).toEqual([
      404,
      { error: 'not-an-order-code', message: 'That is no order code of this sandbox.' },
    ]);
    expect(await rig.scan('gcash', '')).toBe('wrong-field');
    expect(await rig.scan('nobody', code)).toBe('no-such-wallet');
    expect(await rig.decide('gcash', 'confirm')).toBe('not-asking');
  });

  it('is told that the order is closed, before and after it scanned; nothing is taken', async () => {
    rig = await startRig();
    const code = await rig.orderCode();
    await rig.scan('gcash', code);
    rig.clock.advance(lifeMs);
    expect(await rig.decide('gcash', 'confirm')).toBe('order-closed');
    expect(await rig.decide('gcash', 'refuse')).toBe('order-closed');
    expect(await rig.scan('kakaopay', code)).toBe('order-closed');
    expect((await rig.wallet('gcash')).orders[0]?.state.kind).toBe('closed');
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ state: 'closed', timesCharged: 0 });
  });

  it('is told that the shop cancelled while it asked; nothing is taken', async () => {
    rig = await startRig();
    const code = await rig.orderCode();
    await rig.scan('gcash', code);
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    expect(await rig.decide('gcash', 'confirm')).toBe('order-cancelled');
    expect(await rig.scan('kakaopay', code)).toBe('order-cancelled');
    expect((await rig.wallet('gcash')).orders[0]?.state).toMatchObject({ kind: 'cancelled', gaveBack: false });
    expect(codeOf(await rig.pay(byOrderCode()))).toBe('ORDER_IS_CLOSED');
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(0);
  });

  it('gets the money back when the shop cancels what it paid', async () => {
    rig = await startRig();
    const before = await rig.balance();
    await rig.scan('alipayhk', await rig.orderCode(), true);
    await rig.cancel('TILL1pay1');
    expect(await rig.balance()).toBe(before);
    expect((await rig.wallet()).orders[0]?.state).toMatchObject({ kind: 'cancelled', gaveBack: true });
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ capturedMinor: 0, timesGivenBack: 1 });
  });

  it.each([
    ['its owner', 'must-confirm', 'refuse', 'USER_PAYMENT_VERIFICATION_FAILED'],
    ['a refusing wallet', 'refuses', 'confirm', 'RISK_REJECT'],
    ['an empty wallet', 'no-balance', 'confirm', 'USER_BALANCE_NOT_ENOUGH'],
    ['a wallet at its limit', 'limit-reached', 'confirm', 'USER_AMOUNT_EXCEED_LIMIT'],
  ] as const)('leaves the order to others when %s refuses', async (_who, temper, decision, why) => {
    rig = await startRig();
    await rig.setWallet({ temper }, 'gcash');
    const code = await rig.orderCode();
    await rig.scan('gcash', code);
    expect(await rig.decide('gcash', decision)).toBe('refused');
    expect((await rig.wallet('gcash')).orders[0]?.state).toMatchObject({ kind: 'refused', code: why });
    expect(await rig.decide('gcash', 'confirm')).toBe('not-asking');
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('PAYMENT_IN_PROCESS');
    expect(codeValueOf(await rig.pay(byOrderCode()))).toBe(code);
    await rig.scan('kakaopay', code);
    expect(await rig.decide('kakaopay', 'confirm')).toBe('paid');
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ walletId: 'kakaopay', timesCharged: 1 });
  });

  it('is asked again when it scans again after it refused', async () => {
    rig = await startRig();
    const code = await rig.orderCode();
    await rig.scan('gcash', code);
    await rig.decide('gcash', 'refuse');
    expect(await rig.scan('gcash', code)).toMatchObject({ state: { kind: 'asking' } });
    expect(await rig.decide('gcash', 'confirm')).toBe('paid');
  });

  it('is refused above its balance and above its maximum; the order stays open', async () => {
    rig = await startRig();
    await rig.setWallet({ balance: eur(1249) });
    await rig.setWallet({ maximum: eur(1249) }, 'gcash');
    const code = await rig.orderCode();
    for (const id of ['alipayhk', 'gcash']) {
      await rig.scan(id, code);
      expect(await rig.decide(id, 'confirm')).toBe('refused');
    }
    expect((await rig.wallet()).orders[0]?.state).toMatchObject({ code: 'USER_BALANCE_NOT_ENOUGH' });
    expect((await rig.wallet('gcash')).orders[0]?.state).toMatchObject({ code: 'USER_AMOUNT_EXCEED_LIMIT' });
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ state: 'in-process', walletId: null });
  });

  it('hears nothing more from a wallet that never answers; others may pay', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'never-answers' }, 'gcash');
    const code = await rig.orderCode();
    await rig.scan('gcash', code);
    expect(await rig.decide('gcash', 'confirm')).toBe('silent');
    await rig.scan('kakaopay', code);
    expect(await rig.decide('kakaopay', 'confirm')).toBe('paid');
    expect((await rig.wallet('gcash')).orders[0]?.state.kind).toBe('paid-by-other');
  });
});

describe('two phones with one order code', () => {
  it('both look, the first pays, and the other is told so', async () => {
    rig = await startRig();
    const code = await rig.orderCode();
    expect(await rig.scan('gcash', code)).toMatchObject({ state: { kind: 'asking' } });
    expect(await rig.scan('kakaopay', code)).toMatchObject({ state: { kind: 'asking' } });
    expect(await rig.decide('kakaopay', 'confirm')).toBe('paid');
    expect(await rig.decide('gcash', 'confirm')).toBe('paid-by-other');
    expect((await rig.wallet('gcash')).orders[0]?.state).toEqual({ kind: 'paid-by-other', at: rig.clock.wallMs() });
    expect(await rig.scan('alipayhk', code)).toBe('paid-by-other');
    expect(await rig.scan('kakaopay', code)).toBe('already-paid');
    expect(await rig.get('/sandbox/ledger?walletId=gcash')).toMatchObject({ entries: [] });
    expect(await rig.get('/sandbox/ledger?walletId=kakaopay')).toMatchObject({ entries: [{ timesCharged: 1 }] });
  });

  it('that press Pay at the same moment pay once between them', async () => {
    rig = await startRig();
    const wallets = ['alipayhk', 'kakaopay', 'gcash'];
    for (let round = 1; round <= 10; round += 1) {
      const paymentRequestId = `TILL1both${round}`;
      const code = await rig.orderCode({ paymentRequestId });
      await Promise.all(wallets.map((id) => rig.scan(id, code)));
      const decided = await Promise.all(wallets.map((id) => rig.decide(id, 'confirm', paymentRequestId)));
      expect(decided.sort()).toEqual(['paid', 'paid-by-other', 'paid-by-other']);
      expect(await rig.ledger(paymentRequestId)).toMatchObject({ timesCharged: 1, capturedMinor: 1250 });
    }
  });

  it('see of each other’s orders only those that they scanned', async () => {
    rig = await startRig();
    await rig.scan('gcash', await rig.orderCode());
    await rig.orderCode({ paymentRequestId: 'TILL1pay2' });
    expect((await rig.wallet('gcash')).orders).toHaveLength(1);
    expect((await rig.wallet('kakaopay')).orders).toHaveLength(0);
  });
});

describe('an order code’s payment that goes on by itself', () => {
  it('is paid one second before it closes by a wallet that does so', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'last-second' }, 'gcash');
    const code = await rig.orderCode();
    rig.clock.advance(100_000);
    expect(await rig.scan('gcash', code)).toMatchObject({ state: { kind: 'asking' } });
    rig.clock.advance(lifeMs - 101_001);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('PAYMENT_IN_PROCESS');
    rig.clock.advance(1);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('SUCCESS');
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ walletId: 'gcash', timesCharged: 1 });
  });

  it('is paid after the shop’s cancel by a wallet that does so', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'pays-after-cancel' }, 'gcash');
    await rig.scan('gcash', await rig.orderCode());
    await rig.cancel('TILL1pay1');
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('ORDER_IS_CLOSED');
    rig.clock.advance(5_000);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('SUCCESS');
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    rig.clock.advance(60_000);
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ timesCharged: 1, timesGivenBack: 1, capturedMinor: 0 });
  });

  it('is not, when another phone was faster or its owner refused', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'last-second' }, 'gcash');
    const code = await rig.orderCode();
    await rig.scan('gcash', code);
    await rig.scan('kakaopay', code);
    expect(await rig.decide('kakaopay', 'confirm')).toBe('paid');
    const second = await rig.orderCode({ paymentRequestId: 'TILL1pay2' });
    await rig.scan('gcash', second);
    await rig.decide('gcash', 'refuse', 'TILL1pay2');
    rig.clock.advance(lifeMs);
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ walletId: 'kakaopay', timesCharged: 1 });
    expect(await rig.ledger('TILL1pay2')).toMatchObject({ state: 'closed', walletId: null, timesCharged: 0 });
  });

  it('waits for the first scan where switch or amount say how it goes on', async () => {
    rig = await startRig();
    const amount = { paymentAmount: { currency: 'EUR', value: '9905' } };
    const code = await rig.orderCode(amount);
    rig.clock.advance(60_000);
    expect(await rig.scan('gcash', code)).toMatchObject({ state: { kind: 'working' } });
    expect(await rig.decide('gcash', 'confirm')).toBe('not-asking');
    rig.clock.advance(5_000);
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ state: 'paid', walletId: 'gcash' });

    await rig.setSwitches({ nextPayments: { times: 1, course: 'stays-in-process' } });
    await rig.scan('kakaopay', await rig.orderCode({ paymentRequestId: 'TILL1pay2' }));
    rig.clock.advance(2 * lifeMs);
    expect(paymentOf(await rig.inquire('TILL1pay2'))).toBe('PAYMENT_IN_PROCESS');
    await rig.cancel('TILL1pay2');
    expect((await rig.ledger('TILL1pay2')).state).toBe('cancelled');
  });

  it('takes its course once, whoever scans', async () => {
    rig = await startRig();
    await rig.setSwitches({ nextPayments: { times: 2, course: 'pays-after-cancel', afterMs: 1_000 } });
    const code = await rig.orderCode();
    await rig.scan('gcash', code);
    await rig.decide('gcash', 'refuse');
    await rig.scan('gcash', code);
    await rig.scan('kakaopay', code);
    expect(await rig.get('/sandbox/switches')).toMatchObject({ nextPayments: { times: 1 } });
    await rig.cancel('TILL1pay1');
    rig.clock.advance(60_000);
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ state: 'cancelled', timesCharged: 0 });
  });

  it('is left to others when the purse is empty by then', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'last-second' }, 'gcash');
    await rig.scan('gcash', await rig.orderCode());
    await rig.setWallet({ balance: eur(0) }, 'gcash');
    rig.clock.advance(lifeMs - 1_000);
    expect((await rig.wallet('gcash')).orders[0]?.state).toMatchObject({ code: 'USER_BALANCE_NOT_ENOUGH' });
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('PAYMENT_IN_PROCESS');
  });
});

describe('the shop is notified of an order code’s payment', () => {
  const notify = { paymentNotifyUrl: 'http://127.0.0.1:9/notify' };

  it('as soon as a phone has paid, once', async () => {
    rig = await startRig();
    const code = await rig.orderCode(notify);
    await rig.scan('gcash', code);
    await rig.scan('kakaopay', code);
    expect(await notices()).toEqual({ notifications: [] });
    await rig.decide('gcash', 'confirm');
    await rig.decide('kakaopay', 'confirm');
    expect(await notices()).toMatchObject({ notifications: [{ status: 'S', code: 'SUCCESS' }] });
  });

  it('and of its end without one', async () => {
    rig = await startRig();
    await rig.scan('gcash', await rig.orderCode(notify));
    await rig.decide('gcash', 'refuse');
    expect(await notices()).toEqual({ notifications: [] });
    rig.clock.advance(lifeMs);
    expect(await notices()).toMatchObject({ notifications: [{ status: 'F', code: 'ORDER_IS_CLOSED' }] });
  });
});

function notices(): Promise<unknown> {
  return rig.get('/sandbox/notifications?paymentRequestId=TILL1pay1');
}

function codeOf(reply: Reply): string {
  return reply.json.result.resultCode;
}

function paymentOf(reply: Reply): string {
  return (reply.json['paymentResult'] as { resultCode: string }).resultCode;
}
