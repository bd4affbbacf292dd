import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Command } from '#contract';
import { Amount, PaymentRequestId } from '#payment';

import {
  askNewHost,
  askToStop,
  backToAmount,
  chargeAnother,
  confirmAmount,
  goOnToScan,
  keepWaiting,
  keyAmount,
  leaveResult,
  park,
  scan,
  showCodeInstead,
  stop,
  takeBack,
  takeCard,
  typeAmount,
  useLink,
  waitForSame,
} from './actions.ts';
import type { Answer } from './link.ts';
import { receive } from './receive.ts';
import { useTill } from './state.ts';
import { codeOff, codeOn, outcomeOf, snapshotOf, unsure, waiting } from './testing/snapshots.ts';

const sent: Command[] = [];
let answer: Answer = { is: 'ok' };

beforeEach(() => {
  sent.length = 0;
  answer = { is: 'ok' };
  useTill.setState(useTill.getInitialState(), true);
  useLink({
    send(command) {
      sent.push(command);
      return Promise.resolve(answer);
    },
  });
});

function show(stage: object, more: object = {}): void {
  const snapshot = snapshotOf({ stage, ...more });
  useTill.setState(receive(useTill.getState(), { frame: 'snapshot', snapshot }, performance.now()));
}

const result = outcomeOf('paid', {
  amount: Amount.parse({ currency: 'EUR', minor: 500 }),
  codeTail: null,
  wallet: null,
});

function typed(): string | undefined {
  return useTill.getState().entry?.typed;
}

it('[V40] two presses of the main action confirm one amount', async () => {
  show({ at: 'idle' });
  for (const char of '12.50') typeAmount(char);
  await Promise.all([confirmAmount(), confirmAmount()]);
  expect(sent).toEqual([
    { do: 'charge', saleId: expect.stringMatching(/^[0-9a-f]{32}$/), amount: { currency: 'EUR', minor: 1_250 } },
  ]);
});

it('[V40] of two screens that confirm at once, the one that comes second says whose amount is shown', async () => {
  show({ at: 'idle' });
  for (const char of '12.50') typeAmount(char);
  answer = { is: 'refused', why: 'busy' };
  const confirming = confirmAmount();
  show({ at: 'scan', saleId: 'others', amount: { currency: 'EUR', minor: 9_900 } });
  await confirming;
  expect(useTill.getState()).toMatchObject({ problem: { of: 'other-screen' }, charging: null });
});

it('a payment that is open keeps a new amount waiting, in words', async () => {
  show({ at: 'idle' });
  for (const char of '12.50') typeAmount(char);
  answer = { is: 'refused', why: 'busy' };
  await confirmAmount();
  expect(useTill.getState().problem).toEqual({ of: 'refused', why: 'busy' });
});

it('an amount that is confirmed while nothing can be charged brings up the reason, whatever was said before', async () => {
  show({ at: 'idle' });
  for (const char of '3.00') typeAmount(char);
  show({ at: 'idle' }, { connection: 'away' });
  useTill.setState({ problem: { of: 'held' } });
  await confirmAmount();
  expect(sent).toEqual([]);
  expect(useTill.getState().problem).toBeNull();
});

it('a confirmed amount that nobody answers for is said, and can be confirmed again', async () => {
  show({ at: 'idle' });
  for (const char of '3.00') typeAmount(char);
  answer = { is: 'no-answer' };
  await confirmAmount();
  expect(useTill.getState()).toMatchObject({ charging: null, problem: { of: 'unanswered' } });
  await confirmAmount();
  expect(sent).toHaveLength(2);
});

it('an amount of zero asks for one and sends nothing', async () => {
  show({ at: 'idle' });
  await confirmAmount();
  expect(sent).toEqual([]);
  expect(useTill.getState().problem).toEqual({ of: 'refused', why: 'amount-zero' });
});

it('[V35] a scanner’s keys are taken back to what stood there before, also where they no longer fitted', () => {
  show({ at: 'idle' });
  for (const char of '12.50') typeAmount(char);
  for (const char of '281012') typeAmount(char);
  takeBack(6);
  expect(typed()).toBe('12.50');
});

it('[V10] a key that does not fit is said, and the next one that does takes it away', () => {
  vi.useFakeTimers();
  show({ at: 'idle' });
  for (const char of '98765432109') typeAmount(char);
  expect(typed()).toBe('987654321');
  vi.advanceTimersByTime(200);
  expect(useTill.getState().problem).toEqual({ of: 'key', why: 'too-large' });
  typeAmount('.');
  expect(useTill.getState()).toMatchObject({ problem: null, entry: { typed: '987654321.' } });
  vi.useRealTimers();
});

it('[V10] a confirmation right after a key that did not fit says so and charges nothing', async () => {
  show({ at: 'idle' });
  for (const char of '9876543210') typeAmount(char);
  await confirmAmount();
  expect(useTill.getState().problem).toEqual({ of: 'key', why: 'too-large' });
  expect(sent).toEqual([]);
});

it('[V35] of a scanner’s keys that do not fit nothing is said', () => {
  vi.useFakeTimers();
  show({ at: 'idle' });
  for (const char of '281013579024') typeAmount(char);
  takeBack(12);
  vi.advanceTimersByTime(1_000);
  expect(useTill.getState()).toMatchObject({ problem: null, entry: { typed: '' } });
  vi.useRealTimers();
});

async function confirmAndBack(): Promise<void> {
  show({ at: 'idle' });
  for (const char of '99') typeAmount(char);
  await confirmAmount();
  show({ at: 'scan', saleId: 'sale1', amount: { currency: 'EUR', minor: 9_900 } });
  await backToAmount();
  show({ at: 'idle' });
}

it('[V10] after Back the first digit begins a new amount, Backspace edits, and Enter confirms what stands there', async () => {
  await confirmAndBack();
  expect(typed()).toBe('99');
  await confirmAmount();
  expect(sent.at(-1)).toMatchObject({ do: 'charge', amount: { minor: 9_900 } });
  useTill.setState({ charging: null });
  keyAmount('backspace');
  expect(typed()).toBe('9');
  await confirmAndBack();
  for (const char of '45') typeAmount(char);
  expect(typed()).toBe('45');
});

it('[V35] a scan after Back leaves the amount as it was, to be begun anew', async () => {
  await confirmAndBack();
  for (const char of '281012') typeAmount(char);
  takeBack(6);
  expect(typed()).toBe('99');
  typeAmount('4');
  expect(typed()).toBe('4');
});

it('the first key of the next amount leaves the result and counts', () => {
  show(result);
  keyAmount('7');
  expect(typed()).toBe('7');
  expect(sent).toEqual([{ do: 'acknowledge', paymentRequestId: 'TILL1x1', again: false }]);
});

it('a refusal is said, and the result stays', async () => {
  show(result);
  answer = { is: 'refused', why: 'not-now' };
  await leaveResult(false);
  expect(useTill.getState()).toMatchObject({ left: null, problem: { of: 'refused', why: 'not-now' } });
});

it('a scan on the home screen names no sale; the host says what is missing', async () => {
  show({ at: 'idle' });
  answer = { is: 'bad-scan', why: 'no-sale' };
  await scan('281012345678901234', 'wedge');
  expect(sent).toEqual([{ do: 'scan', saleId: null, text: '281012345678901234', source: 'wedge' }]);
  expect(useTill.getState().problem).toEqual({ of: 'scan', why: 'no-sale' });
});

it('a scan while the engine restarts is not kept for later', async () => {
  show({ at: 'scan', saleId: 'sale1', amount: { currency: 'EUR', minor: 500 } });
  useTill.setState({ link: 'lost' });
  await scan('281012345678901234', 'wedge');
  expect(sent).toEqual([]);
  expect(useTill.getState().problem).toEqual({ of: 'scan', why: 'linkLost' });
});

it('a fresh code right after NOT PAID is another try of the same sale, but not in the first two seconds', async () => {
  show({ ...result, outcome: 'declined', code: 'EXPIRED_CODE' });
  await scan('281012345678901234', 'wedge');
  expect(sent.map((command) => command.do)).toEqual(['scan']);
  sent.length = 0;
  useTill.setState({ heardAt: performance.now() - 2_001 });
  await scan('281012345678905678', 'wedge');
  expect(sent.map((command) => command.do)).toEqual(['acknowledge', 'scan']);
});

const sameAmount: Answer = {
  is: 'same-amount',
  paymentRequestId: PaymentRequestId.parse('TILL1x1'),
  elapsedMs: 40_000,
};

async function confirmSame(shown: 'their-code' | 'our-code' = 'their-code'): Promise<void> {
  show({ at: 'idle' });
  for (const char of '12.50') typeAmount(char);
  answer = sameAmount;
  await confirmAmount(shown);
  answer = { is: 'ok' };
}

it('the same amount again asks first, and "wait" sends nothing', async () => {
  await confirmSame();
  expect(useTill.getState()).toMatchObject({ charging: null, sameAmount: { elapsedMs: 40_000 } });
  waitForSame();
  await chargeAnother();
  expect(sent.map((command) => command.do)).toEqual(['charge']);
  expect(typed()).toBe('12.50');
});

it('[V40] another customer who pays as much goes on with the same sale, once', async () => {
  await confirmSame();
  await Promise.all([chargeAnother(), chargeAnother()]);
  const [first, second] = sent;
  expect(sent).toHaveLength(2);
  expect(second).toEqual({ ...first, anotherCustomer: true });
});

it('a held code is charged only with the confirmed amount', async () => {
  show({ at: 'idle' }, { held: { codeTail: '4821', leftMs: 40_000 } });
  await confirmAmount();
  expect(sent).toEqual([]);
  keyAmount('7');
  answer = { is: 'refused', why: 'nothing-held' };
  await confirmAmount();
  expect(sent).toMatchObject([{ do: 'charge', withHeld: true }]);
  expect(useTill.getState()).toMatchObject({ charging: null, problem: { why: 'nothing-held' } });
  expect(typed()).toBe('7');
});

it('a payment goes to the tray from 15 s on and not before', async () => {
  show({ ...unsure, elapsedMs: 10_000 });
  await park();
  expect(sent).toEqual([]);
  show({ ...unsure, elapsedMs: 15_000 });
  await park();
  expect(sent).toEqual([{ do: 'park', paymentRequestId: 'TILL1x1' }]);
});

describe('a code of ours', () => {
  it('is shown for the keyed amount with one key, and never charges a held code', async () => {
    show({ at: 'idle' }, { held: { codeTail: '4821', leftMs: 40_000 } });
    await confirmAmount('our-code');
    expect(sent).toEqual([]);
    for (const char of '12.50') typeAmount(char);
    await Promise.all([confirmAmount('our-code'), confirmAmount('our-code')]);
    expect(sent).toMatchObject([{ do: 'charge', amount: { minor: 1_250 }, showCode: true }]);
    expect(sent[0]).not.toHaveProperty('withHeld');
  });

  it('is still what another customer gets who pays as much', async () => {
    await confirmSame('our-code');
    await chargeAnother();
    const [first, second] = sent;
    expect(second).toEqual({ ...first, showCode: true, anotherCustomer: true });
  });

  it('takes the place of a scan for the same sale, unless nothing is charged now', async () => {
    const scanning = { at: 'scan', saleId: 'sale1', amount: result.amount };
    show(scanning, { connection: 'away' });
    await showCodeInstead();
    expect(sent).toEqual([]);
    show(scanning, { connection: 'connected' });
    answer = { is: 'refused', why: 'not-selling' };
    await showCodeInstead();
    expect(sent).toEqual([{ do: 'show-code', saleId: 'sale1' }]);
    expect(useTill.getState().problem).toEqual({ of: 'refused', why: 'not-selling' });
  });

  it('keeps its payment out of the tray while it can be scanned', async () => {
    show({ ...codeOn, elapsedMs: 20_000 });
    await park();
    expect(sent).toEqual([]);
    show({ ...codeOff, elapsedMs: 20_000 });
    await park();
    expect(sent).toEqual([{ do: 'park', paymentRequestId: 'TILL1x1' }]);
  });

  it('that was closed to scan instead makes way for the scan, once, when nothing was taken', async () => {
    show(codeOn);
    askToStop(true);
    await stop();
    show({ ...codeOff, closing: 'stop' });
    goOnToScan();
    expect(sent).toEqual([{ do: 'stop', paymentRequestId: 'TILL1x1' }]);
    show(outcomeOf('cancelled', { scenario: 'OrderCode' }));
    goOnToScan();
    goOnToScan();
    expect(sent.slice(1)).toEqual([{ do: 'acknowledge', paymentRequestId: 'TILL1x1', again: true }]);
  });

  it.each([outcomeOf('paid'), outcomeOf('cancelled', { moneyGoesBack: true }), outcomeOf('declined')])(
    'that was closed to scan instead shows every other result ($outcome)',
    async (other) => {
      show(codeOn);
      askToStop(true);
      await stop();
      show(other);
      goOnToScan();
      expect(sent.map((command) => command.do)).toEqual(['stop']);
    },
  );

  it('that was only closed, or is kept after all, is followed by no scan', async () => {
    show(codeOn);
    askToStop(true);
    keepWaiting();
    askToStop();
    await stop();
    show(outcomeOf('cancelled', { scenario: 'OrderCode' }));
    goOnToScan();
    expect(sent.map((command) => command.do)).toEqual(['stop']);
  });
});

it('a card is taken past PAID, which any next thing leaves', async () => {
  show(result);
  await takeCard(PaymentRequestId.parse('TILL1x2'));
  expect(sent.map((command) => command.do)).toEqual(['acknowledge', 'take']);
});

const row = {
  paymentRequestId: 'TILL1x1',
  amount: { currency: 'EUR', minor: 500 },
  state: 'unsure',
  wallet: null,
  codeTail: '1234',
  startedAt: 0,
};
/** Answers when the test says so. */
function heldLink(): ((answer: Answer) => void)[] {
  const answers: ((answer: Answer) => void)[] = [];
  useLink({
    send(command) {
      sent.push(command);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  return answers;
}

it('[V5] a scan that the dead host had taken is not said to be lost', async () => {
  show({ at: 'scan', saleId: 'sale1', amount: row.amount });
  const answers = heldLink();
  const scanning = scan('281012345678901234', 'wedge');
  show({ ...waiting, recovered: true }, { hostId: 'h2', recent: [row] });
  answers[0]?.({ is: 'no-answer' });
  expect(await scanning).toEqual({ is: 'ok' });
  expect(useTill.getState().problem).toBeNull();
});

it('[V5] a scan that came with the old host to its end is said to be lost, by the new one’s word', async () => {
  show({ at: 'scan', saleId: 'sale1', amount: row.amount });
  const answers = heldLink();
  const scanning = scan('281012345678901234', 'wedge');
  show({ at: 'idle' }, { hostId: 'h2' });
  answers[0]?.({ is: 'no-answer' });
  await scanning;
  expect(useTill.getState().problem).toEqual({ of: 'scan', why: 'restarted' });
});

it('[V5] a scan that nobody answers for is not said to be lost, since it may have been taken', async () => {
  show({ at: 'scan', saleId: 'sale1', amount: row.amount });
  answer = { is: 'no-answer' };
  await scan('281012345678901234', 'wedge');
  expect(useTill.getState().problem).toEqual({ of: 'unanswered' });
});

it('[V35] a scan is not kept over a restart that came between it and its sale', async () => {
  show({ ...result, outcome: 'declined', code: 'EXPIRED_CODE' });
  useTill.setState({ heardAt: performance.now() - 2_001 });
  const answers = heldLink();
  const scanning = scan('281012345678905678', 'wedge');
  show({ at: 'scan', saleId: 'sale1', amount: row.amount }, { hostId: 'h2' });
  answers[0]?.({ is: 'ok' });
  await scanning;
  expect(sent.map((command) => command.do)).toEqual(['acknowledge']);
  expect(useTill.getState().problem).toEqual({ of: 'scan', why: 'restarted' });
});

it('[V25] a Stop that the dead host took and did not come to is asked of the new one, once', async () => {
  show(waiting);
  useTill.setState({ stopAsked: PaymentRequestId.parse('TILL1x1') });
  await stop();
  show({ ...waiting, recovered: true }, { hostId: 'h2' });
  askNewHost();
  askNewHost();
  expect(sent).toEqual([stopOf, stopOf]);
  expect(useTill.getState().stopping).toBe('TILL1x1');
});

const stopOf = { do: 'stop', paymentRequestId: 'TILL1x1' };

it('[V25] a Stop that the link still repeats is not asked a second time', async () => {
  show(waiting);
  useTill.setState({ stopAsked: PaymentRequestId.parse('TILL1x1') });
  const answers = heldLink();
  const stopping = stop();
  show({ ...waiting, recovered: true }, { hostId: 'h2' });
  askNewHost();
  expect(sent).toEqual([stopOf]);
  answers[0]?.({ is: 'ok' });
  await stopping;
});

it('[V14] a result that was left does not come back by itself before the next customer, and a new host is told', async () => {
  show(result);
  answer = { is: 'no-answer' };
  await leaveResult(false);
  expect(useTill.getState()).toMatchObject({ left: 'TILL1x1', problem: null });
  show(result, { hostId: 'h2' });
  askNewHost();
  expect(sent.map((command) => command.do)).toEqual(['acknowledge', 'acknowledge']);
  expect(useTill.getState().left).toBe('TILL1x1');
});

it('[V40] an amount whose sale a restart closed is confirmed in a new one, once, and the keys work again', async () => {
  show({ at: 'idle' });
  for (const char of '5') typeAmount(char);
  answer = { is: 'refused', why: 'unknown-sale' };
  await confirmAmount();
  const [first, second, ...more] = sent;
  expect(more).toEqual([]);
  expect(second).toEqual({ ...first, saleId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(second).not.toEqual(first);
  expect(useTill.getState()).toMatchObject({ charging: null, problem: { of: 'refused', why: 'unknown-sale' } });
});

it('[V40] an amount that is answered "ok" leaves no key dead, also where the sale is over', async () => {
  show({ at: 'idle' });
  for (const char of '5') typeAmount(char);
  await confirmAmount();
  expect(useTill.getState().charging).toBeNull();
});
