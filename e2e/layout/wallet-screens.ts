import type { Page } from '@playwright/test';
import type * as z from 'zod';

import type { AmountFaults, Switches, WalletOrderState, WalletView } from '#contract';

import { euro, yen } from './till-says.ts';

type View = z.input<typeof WalletView>;
type Order = View['orders'][number];

/** One thing that the wallet page can show: what the sandbox has, and what a person does then. */
export type WalletScreen = { name: string; view: View | 'away'; act?: (page: Page) => Promise<void> };

const now = Date.UTC(2026, 4, 12, 12, 3, 44);
const id = 'alipayhk';
const name = 'TrueMoney Wallet Thailand';

function order(state: z.input<typeof WalletOrderState>, at = 0): Order {
  return {
    paymentRequestId: `TILL1x${String(at)}`,
    merchantName: 'Harbour Tea House & Bakery at the Old Customs Quay',
    referenceOrderId: '0123456789abcdef0123456789abcdef',
    amount: at === 0 ? euro : { currency: 'EUR', minor: 1_280 },
    createdAt: now - 4_000 - at * 60_000,
    state,
  };
}

function view(change: Partial<View> = {}): View {
  return {
    id,
    name,
    temper: 'must-confirm',
    now,
    purse: { balance: euro, confirmAbove: { currency: 'EUR', minor: 5_000 }, maximum: euro },
    digits: 20,
    code: { value: '28101234567890123456', issuedAt: now - 10_000, renewsAt: now + 50_000 },
    orders: [],
    ...change,
  };
}

/** What became known after the page was opened is shown large; before, it is history. */
const earlier = now - 600_000;
const known: readonly z.input<typeof WalletOrderState>[] = [
  { kind: 'paid', at: earlier },
  { kind: 'refused', at: earlier, code: 'USER_PAYMENT_VERIFICATION_FAILED' },
  { kind: 'closed', at: earlier },
  { kind: 'cancelled', at: earlier, gaveBack: true },
  { kind: 'cancelled', at: earlier, gaveBack: false },
  { kind: 'paid-by-other', at: earlier },
  { kind: 'silent', closesAt: now + 60_000 },
  { kind: 'working', closesAt: now + 60_000 },
];

function tab(at: number): (page: Page) => Promise<void> {
  return async (page) => await page.locator(`main nav button:nth-of-type(${String(at)})`).dispatchEvent('click');
}

async function faults(page: Page): Promise<void> {
  await page.locator('aside nav button:nth-of-type(2)').dispatchEvent('click');
  await page.locator('aside fieldset').nth(3).waitFor();
}

export const walletScreens: readonly WalletScreen[] = [
  { name: 'code', view: view() },
  {
    name: 'longest code',
    view: view({
      digits: 32,
      code: { value: '28101234567890123456789012345678', issuedAt: now - 10_000, renewsAt: now + 5_000 },
      purse: { balance: yen, confirmAbove: yen, maximum: yen },
    }),
  },
  { name: 'scan', view: view(), act: tab(2) },
  { name: 'history, none', view: view(), act: tab(3) },
  { name: 'history', view: view({ orders: known.map(order) }), act: tab(3) },
  { name: 'confirm', view: view({ orders: [order({ kind: 'asking', closesAt: now + 55_000 })] }) },
  ...known.slice(0, 6).map((state) => ({
    name: `outcome: ${state.kind}`,
    view: view({ orders: [order('at' in state ? { ...state, at: now + 1 } : state)], now: now + 2 }),
  })),
  { name: 'faults', view: view(), act: faults },
  { name: 'away', view: 'away' },
];

export const wallets = ['alipayhk', 'gcash', 'kakaopay', 'truemoney', 'touchngo'].map((wallet, at) => ({
  id: wallet,
  name: at === 0 ? name : wallet,
  temper: 'must-confirm' as const,
}));

const api = {
  dropBefore: 0,
  resetBefore: 0,
  silentBefore: 0,
  unknownBefore: 0,
  refuse: 0,
  dropAfter: 0,
  resetAfter: 0,
  silentAfter: 0,
  unknownAfter: 2,
  unsigned: 0,
  wrongKey: 0,
  http500: 0,
  http502: 0,
  refuseCode: 'USER_PAYMENT_VERIFICATION_FAILED',
  delayMs: 0,
};

export const switches: z.input<typeof Switches> = {
  cancelOfUnknown: 'not-exist',
  walletRefusalLeavesOrder: true,
  codeRefusalLeavesOrder: false,
  notAWalletCode: 'INVALID_CODE',
  unissuedCode: 'INVALID_CODE',
  signCredentialErrors: true,
  faultsByAmount: true,
  orderCode: { status: 'U', sent: true, withoutCode: 0, expireTime: true, lifeMs: 180_000 },
  nextPayments: { times: 0, course: 'succeeds-later', afterMs: 5_000 },
  faults: { pay: api, inquiryPayment: api, cancelPayment: api },
  notifications: {
    sent: true,
    delayMs: 10_000,
    lost: 3,
    badSignature: 0,
    wrongAmount: 0,
    duplicated: 0,
    beforeAnswer: 0,
    late: 0,
    lateMs: 60_000,
  },
};

export const amounts: z.input<typeof AmountFaults> = {
  amounts: [
    { minor: 9_901, name: 'pay-unknown', code: null, official: true },
    { minor: 9_921, name: 'refused', code: 'USER_PAYMENT_VERIFICATION_FAILED', official: false },
  ],
};
