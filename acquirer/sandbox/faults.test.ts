import { afterEach, describe, expect, it } from 'vitest';

import { AmountFaults, CallMishap, CodeDigits } from '#contract';
import { readPaymentCode } from '#payment';

import { amountFaults } from './amount-faults.ts';
import { byCode, startRig, type Reply, type Rig } from './sandbox-rig.ts';

let rig: Rig;
afterEach(() => rig.sandbox.close());

/** Pays `minor` of EUR under `id`, by a fresh code. */
async function payAmount(minor: number, id = 'TILL1pay1'): Promise<Reply> {
  const paymentAmount = { currency: 'EUR', value: String(minor) };
  return rig.pay({ paymentRequestId: id, paymentAmount, ...byCode(await rig.code()) });
}

/** Starts a call that gets no answer, and waits until it has reached the sandbox. */
async function unanswered(call: Promise<Reply>, holds: () => Promise<boolean>): Promise<void> {
  let answered = false;
  call.then(
    () => (answered = true),
    () => undefined,
  );
  await until(holds);
  expect(answered).toBe(false);
}

describe('the amounts of the official mock', () => {
  it('9901: pay answers UNKNOWN_EXCEPTION and nothing is done', async () => {
    rig = await startRig();
    const answer = await payAmount(9901);
    expect(answer.json.result).toMatchObject({ resultStatus: 'U', resultCode: 'UNKNOWN_EXCEPTION' });
    expect(answer.signed).toBe(true);
    expect((await rig.ledger('TILL1pay1')).state).toBe('none');
  });

  it('9902: pay is not answered and nothing is done', async () => {
    rig = await startRig();
    let asked = 0;
    await unanswered(payAmount(9902), async () => (asked += 1) > 20);
    expect((await rig.ledger('TILL1pay1')).state).toBe('none');
  });

  it('9903: the customer pays 5 s later, and inquiry answers UNKNOWN_EXCEPTION', async () => {
    rig = await startRig();
    expect(codeOf(await payAmount(9903))).toBe('PAYMENT_IN_PROCESS');
    rig.clock.advance(5_000);
    expect(codeOf(await rig.inquire('TILL1pay1'))).toBe('UNKNOWN_EXCEPTION');
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ state: 'paid', timesCharged: 1 });
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    expect((await rig.ledger('TILL1pay1')).capturedMinor).toBe(0);
  });

  it('9904: inquiry is not answered', async () => {
    rig = await startRig();
    expect(codeOf(await payAmount(9904))).toBe('PAYMENT_IN_PROCESS');
    let asked = 0;
    await unanswered(rig.inquire('TILL1pay1'), async () => (asked += 1) > 20);
  });
});

describe('the sandbox’s own amounts', () => {
  it('9905 and 9906 are in process, then paid at their second exactly', async () => {
    rig = await startRig();
    await payAmount(9905);
    await payAmount(9906, 'TILL1pay2');
    expect((await rig.wallet()).orders.map(({ state }) => state.kind)).toEqual(['working', 'working']);
    rig.clock.advance(4_999);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('PAYMENT_IN_PROCESS');
    // Nobody looks in between: the time of payment is the customer's, not the next caller's.
    rig.clock.advance(60_000);
    expect((await rig.inquire('TILL1pay1')).json['paymentTime']).toBe('2026-11-20T10:00:05Z');
    expect((await rig.inquire('TILL1pay2')).json['paymentTime']).toBe('2026-11-20T10:00:30Z');
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(1);
  });

  it('9907 stays in process past its minute, until it is cancelled', async () => {
    rig = await startRig();
    await payAmount(9907);
    rig.clock.advance(600_000);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('PAYMENT_IN_PROCESS');
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    expect((await rig.ledger('TILL1pay1')).state).toBe('cancelled');
  });

  it('9911 and 9912 charge once and lose the answer of the first pay only; 9913 does nothing the first time', async () => {
    rig = await startRig();
    const lost = { paymentAmount: { currency: 'EUR', value: '9911' }, ...byCode(await rig.code()) };
    await unanswered(rig.pay(lost), async () => (await rig.ledger('TILL1pay1')).state === 'paid');
    expect(codeOf(await rig.pay(lost))).toBe('SUCCESS');
    await expect(payAmount(9912, 'TILL1pay2')).rejects.toThrow(/ECONNRESET|hang up/);
    expect((await rig.ledger('TILL1pay2')).timesCharged).toBe(1);
    await expect(payAmount(9913, 'TILL1pay3')).rejects.toThrow(/ECONNRESET|hang up/);
    expect((await rig.ledger('TILL1pay3')).state).toBe('none');
    expect(codeOf(await payAmount(9913, 'TILL1pay3'))).toBe('SUCCESS');
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(1);
  });

  it('9914 to 9917 pay, and their answers are none that a till may believe', async () => {
    rig = await startRig();
    const unsigned = await payAmount(9914, 'TILL1a');
    expect(unsigned.headers).not.toHaveProperty('signature');
    const wrongKey = await payAmount(9915, 'TILL1b');
    expect(wrongKey.headers).toHaveProperty('signature');
    expect(wrongKey.signed).toBe(false);
    await expect(payAmount(9916, 'TILL1c')).rejects.toThrow('JSON'); // a page of HTML
    await expect(payAmount(9917, 'TILL1d')).rejects.toThrow('JSON');
    for (const id of ['TILL1a', 'TILL1b', 'TILL1c', 'TILL1d']) {
      expect((await rig.ledger(id)).timesCharged).toBe(1);
      expect((await rig.inquire(id)).signed).toBe(true);
    }
  });

  it('9919 cancels at once and answers after 10 s', async () => {
    rig = await startRig();
    await payAmount(9919);
    const answer = rig.cancel('TILL1pay1');
    await until(async () => (await rig.ledger('TILL1pay1')).state === 'cancelled');
    rig.clock.advance(10_000);
    expect(codeOf(await answer)).toBe('SUCCESS');
  });

  it('9920 answers U to a cancel three times, then cancels; 9922 never cancels', async () => {
    rig = await startRig();
    await payAmount(9920);
    const answers = [];
    for (let tries = 0; tries < 4; tries++) answers.push(codeOf(await rig.cancel('TILL1pay1')));
    expect(answers).toEqual(['UNKNOWN_EXCEPTION', 'UNKNOWN_EXCEPTION', 'UNKNOWN_EXCEPTION', 'SUCCESS']);
    await payAmount(9922, 'TILL1pay2');
    expect(codeOf(await rig.cancel('TILL1pay2'))).toBe('CANCEL_WINDOW_EXCEED');
    expect((await rig.ledger('TILL1pay2')).capturedMinor).toBe(9922);
  });

  it('9931 and following answer every code of the table; only the wallet’s and risk control’s leave an order', async () => {
    rig = await startRig();
    const refusing = amountFaults.filter(({ refuses }) => refuses !== null);
    for (const { minor, refuses } of refusing) {
      const id = `TILL1r${minor}`;
      expect(codeOf(await payAmount(minor, id))).toBe(refuses);
      expect((await rig.ledger(id)).timesCharged).toBe(0);
    }
    expect(paymentOf(await rig.inquire('TILL1r9955'))).toBe('USER_BALANCE_NOT_ENOUGH');
    expect(codeOf(await rig.inquire('TILL1r9947'))).toBe('ORDER_NOT_EXIST');
  });

  it('are listed, hold in every currency, and can be switched off', async () => {
    rig = await startRig();
    const { amounts } = AmountFaults.parse(await rig.get('/sandbox/amounts'));
    expect(amounts.filter(({ official }) => official).map(({ minor }) => minor)).toEqual([9901, 9902, 9903, 9904]);
    expect(new Set(amounts.map(({ minor }) => minor)).size).toBe(amounts.length);
    const yen = { paymentAmount: { currency: 'JPY', value: '9901' } };
    expect(codeOf(await rig.pay({ ...yen, ...byCode(await rig.code()) }))).toBe('UNKNOWN_EXCEPTION');
    await rig.setSwitches({ faultsByAmount: false });
    expect(codeOf(await rig.pay({ ...yen, ...byCode(await rig.code()) }))).toBe('SUCCESS');
  });
});

describe('the tempers', () => {
  it.each([
    ['no-balance', 'USER_BALANCE_NOT_ENOUGH'],
    ['limit-reached', 'USER_AMOUNT_EXCEED_LIMIT'],
  ] as const)('%s refuses whatever the purse holds', async (temper, code) => {
    rig = await startRig();
    await rig.setWallet({ temper });
    expect(codeOf(await rig.pay(byCode(await rig.code())))).toBe(code);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe(code);
  });

  it('last-second asks, and pays one second before the order closes unless the customer was faster', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'last-second' });
    await rig.pay(byCode(await rig.code()));
    await rig.pay({ paymentRequestId: 'TILL1pay2', ...byCode(await rig.code()) });
    expect((await rig.wallet()).orders[0]).toMatchObject({ state: { kind: 'asking' } });
    await rig.post('/sandbox/wallets/alipayhk/refuse', { paymentRequestId: 'TILL1pay2' });
    rig.clock.advance(58_999);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('PAYMENT_IN_PROCESS');
    rig.clock.advance(1);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('SUCCESS');
    expect((await rig.ledger('TILL1pay2')).timesCharged).toBe(0);
  });

  it('pays-after-cancel: the cancel succeeds, then the payment does; another cancel gives the money back', async () => {
    rig = await startRig();
    await rig.setWallet({ temper: 'pays-after-cancel' });
    await rig.pay(byCode(await rig.code()));
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('ORDER_IS_CLOSED');
    rig.clock.advance(5_000);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('SUCCESS');
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ state: 'paid', timesCharged: 1, capturedMinor: 1250 });
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
    rig.clock.advance(60_000);
    expect(await rig.ledger('TILL1pay1')).toMatchObject({ state: 'cancelled', timesGivenBack: 1, capturedMinor: 0 });
  });
});

describe('the switches', () => {
  it('bring every fault to the next calls of an API, one call each', async () => {
    rig = await startRig();
    await payAmount(1250);
    await rig.setSwitches({ faults: { inquiryPayment: { refuse: 1, refuseCode: 'ACCESS_DENIED', unsigned: 1 } } });
    expect(codeOf(await rig.inquire('TILL1pay1'))).toBe('ACCESS_DENIED');
    expect((await rig.inquire('TILL1pay1')).signed).toBe(false);
    expect((await rig.inquire('TILL1pay1')).signed).toBe(true);
    for (const mishap of CallMishap.options) await rig.setSwitches({ faults: { cancelPayment: { [mishap]: 0 } } });
    expect(await rig.post('/sandbox/switches', { faults: { pay: { refuseCode: 'NONE' } } })).toMatchObject({
      status: 400,
    });
  });

  it('bring a course to the next payments, whatever the wallet does', async () => {
    rig = await startRig();
    await rig.setSwitches({ nextPayments: { times: 1, course: 'succeeds-later', afterMs: 3_000 } });
    expect(codeOf(await payAmount(1250))).toBe('PAYMENT_IN_PROCESS');
    expect(codeOf(await payAmount(1250, 'TILL1pay2'))).toBe('SUCCESS');
    rig.clock.advance(3_000);
    expect(paymentOf(await rig.inquire('TILL1pay1'))).toBe('SUCCESS');
  });

  it('say who pays by a code that no wallet here showed, once', async () => {
    rig = await startRig();
    await rig.setSwitches({ unissuedCode: 'UNKNOWN_EXCEPTION' });
    expect(codeOf(await rig.pay())).toBe('UNKNOWN_EXCEPTION');
    await rig.setSwitches({ unissuedCode: 'first-wallet' });
    expect(codeOf(await rig.pay())).toBe('SUCCESS');
    expect(codeOf(await rig.pay({ paymentRequestId: 'TILL1pay2' }))).toBe('INVALID_CODE');
  });
});

describe('a payment code', () => {
  it.each([...CodeDigits.values])('of %i digits is taken by a till and by the sandbox', async (digits) => {
    rig = await startRig();
    await rig.setWallet({ digits });
    const { code } = await rig.wallet();
    for (const value of [code.value, await rig.code()]) {
      expect(value).toMatch(new RegExp(`^\\d{${digits}}$`));
      expect(readPaymentCode(value)).toEqual({ ok: true, value });
      expect(codeOf(await rig.pay({ paymentRequestId: `TILL1${value}`, ...byCode(value) }))).toBe('SUCCESS');
    }
  });

  it('is shown anew as soon as its wallet’s length changes', async () => {
    rig = await startRig();
    await rig.wallet();
    await rig.setWallet({ digits: 16 });
    expect((await rig.wallet()).code.value).toHaveLength(16);
  });

  it('has another length for once when it is asked for', async () => {
    rig = await startRig();
    expect(await rig.post('/sandbox/wallets/gcash/codes', { digits: 16 })).toMatchObject({
      json: { value: expect.stringMatching(/^\d{16}$/) as unknown },
    });
    expect((await rig.wallet('gcash')).digits).toBe(24);
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
