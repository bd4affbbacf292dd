import { describe, expect, it } from 'vitest';

import { WalletView, type WalletOrderState } from '#contract';

import { orderWords } from './order-words.ts';
import { newsShownMs, phoneScreen } from './phone-screen.ts';

const now = 1_800_000_000_000;
const eur = (minor: number): { currency: string; minor: number } => ({ currency: 'EUR', minor });

function viewWith(states: readonly WalletOrderState[]): WalletView {
  return WalletView.parse({
    id: 'gcash',
    name: 'GCash',
    digits: 24,
    temper: 'approves',
    now,
    purse: { balance: eur(1), confirmAbove: eur(1), maximum: eur(1) },
    code: { value: '281903021234567890123456', issuedAt: now - 45_000, renewsAt: now + 15_000 },
    orders: states.map((state, index) => ({
      paymentRequestId: `TILL1x${index}`,
      merchantName: 'Harbour Tea House',
      referenceOrderId: 'SALE1',
      amount: eur(1250),
      createdAt: now - 1_000,
      state,
    })),
  });
}

describe('the phone', () => {
  it('shows the code and how much of its minute is left', () => {
    const screen = phoneScreen(viewWith([]), 'pay', 0);
    expect(screen).toEqual({ kind: 'pay', secondsLeft: 15, shareLeft: 0.25 });
    expect(phoneScreen(viewWith([]), 'history', 0)).toEqual({ kind: 'history' });
    expect(phoneScreen(viewWith([]), 'scan', 0)).toEqual({ kind: 'scan' });
  });

  it('asks before anything else, the oldest question first', () => {
    const view = viewWith([
      { kind: 'paid', at: now - 1 },
      { kind: 'asking', closesAt: now + 50_000 },
      { kind: 'asking', closesAt: now + 20_500 },
    ]);
    expect(phoneScreen(view, 'history', 0)).toMatchObject({
      kind: 'ask',
      secondsLeft: 21,
      order: { paymentRequestId: 'TILL1x2' },
    });
  });

  it('shows the latest news until they are seen or old', () => {
    const view = viewWith([
      { kind: 'refused', at: now - 3_000, code: 'RISK_REJECT' },
      { kind: 'paid', at: now - 2_000 },
      { kind: 'closed', at: now - 60_000 },
    ]);
    expect(phoneScreen(view, 'pay', 0)).toMatchObject({ kind: 'outcome', order: { state: { kind: 'paid' } } });
    expect(phoneScreen(view, 'pay', now).kind).toBe('pay');
    expect(phoneScreen(viewWith([{ kind: 'paid', at: now - newsShownMs }]), 'pay', 0).kind).toBe('pay');
  });

  it('says that another phone paid what it had scanned, and goes back to scanning', () => {
    const view = viewWith([{ kind: 'paid-by-other', at: now - 1_000 }]);
    const screen = phoneScreen(view, 'scan', 0);
    expect(screen).toMatchObject({ kind: 'outcome', order: { state: { kind: 'paid-by-other' } } });
    expect(phoneScreen(view, 'scan', now)).toEqual({ kind: 'scan' });
    const [order] = view.orders;
    expect(order === undefined ? null : orderWords(order)).toMatchObject({
      word: 'outcome.notPaid',
      reason: 'reason.paidByOther',
      line: { key: 'history.paidByOther' },
    });
  });

  it('does not ask about the payment that the wallet stays silent on', () => {
    expect(phoneScreen(viewWith([{ kind: 'silent', closesAt: now + 50_000 }]), 'pay', 0).kind).toBe('pay');
  });
});
