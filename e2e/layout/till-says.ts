import type * as z from 'zod';

import type { Snapshot } from '#contract';

import type { HostSays } from './screen.ts';

type Said = z.input<typeof Snapshot>;
export type Stage = Said['stage'];
type Asking = Stage & { at: 'asking' };
type Outcome = Stage & { at: 'outcome' };
type TrayCard = Said['tray'][number];
export type PaymentRow = Said['recent'][number];

/** The longest that are named: what is wrong in the layout is wrong with these. */
export const yen = { currency: 'JPY', minor: 9_999_999 };
export const euro = { currency: 'EUR', minor: 123_456_789 };
const small = { currency: 'EUR', minor: 4_860 };

export const paymentRequestId = 'TILL1x0123456789abcdef0123456789';
const longWallet = 'TrueMoney Wallet Thailand';
const noon = Date.UTC(2026, 4, 12, 12, 3, 44);

const payment = {
  saleId: 'sale1',
  paymentRequestId,
  amount: small,
  scenario: 'PaymentCode',
  codeTail: '4821',
  elapsedMs: 3_000,
  escalated: false,
  recovered: false,
} as const;

export function asking(change: Partial<Asking> = {}): Asking {
  const { scenario = 'PaymentCode' } = change;
  return {
    ...payment,
    at: 'asking',
    phase: 'waiting',
    orderCode: null,
    deadlineMs: scenario === 'OrderCode' ? 240_000 : 75_000,
    closing: null,
    usual: null,
    ...change,
  };
}

export const usual = { wallet: longWallet, usualMs: 4_000, slowMs: 9_000 };

export function byOurCode(change: Partial<Asking> = {}): Asking {
  return asking({ scenario: 'OrderCode', codeTail: null, phase: 'shown', ...change });
}

export function codeOn(leftMs: number): Asking['orderCode'] {
  const value = 'https://qr.wallet.example/281006040312345678901234?order=0123456789abcdef0123456789abcdef';
  return { isOn: true, value, leftMs, lifeMs: 180_000 };
}

export function cancelling(change: Partial<Stage & { at: 'cancelling' }> = {}): Stage {
  return { ...payment, at: 'cancelling', by: 'stop', ...change };
}

export function outcome(kind: Outcome['outcome'], change: Partial<Outcome> = {}): Outcome {
  return {
    at: 'outcome',
    saleId: 'sale1',
    paymentRequestId,
    amount: small,
    codeTail: '4821',
    outcome: kind,
    code: null,
    moneyGoesBack: false,
    wallet: longWallet,
    scenario: 'PaymentCode',
    atLastSecond: false,
    storeWord: null,
    finalAt: noon,
    recovered: false,
    ...change,
  };
}

const cardStates: readonly (readonly [TrayCard['state'], number | null])[] = [
  ['unsure', null],
  ['waiting', null],
  ['cancelling', null],
  ['paid', noon],
  ['declined', noon],
  ['cancelled', noon],
];

export function cards(count: number): TrayCard[] {
  return cardStates.slice(0, count).map(([state, finalAt], at) => ({
    saleId: `tray${String(at)}`,
    paymentRequestId: `TILL1xTRAY${String(at)}`,
    amount: at === 0 ? euro : { currency: 'EUR', minor: 1_280 },
    state,
    escalated: state === 'cancelling',
    wallet: longWallet,
    codeTail: '4821',
    elapsedMs: 3_722_000,
    finalAt,
  }));
}

const rowStates = ['paid', 'unsure', 'declined', 'cancelled', 'shown', 'conflict', 'cancelling', 'waiting'] as const;

/** The longest amount first, then usual ones. */
export const rows: readonly PaymentRow[] = Array.from({ length: 20 }, (_, at) => ({
  paymentRequestId: `TILL1xROW${String(at)}`,
  amount: at === 0 ? euro : { currency: 'EUR', minor: 350 + at * 777 },
  state: rowStates[at % rowStates.length] ?? 'paid',
  wallet: at % 3 === 2 ? 'GCash' : longWallet,
  codeTail: '4821',
  startedAt: noon - at * 60_000,
}));

/** A snapshot of a till that is connected, with what is given changed. Its time nearly stands still. */
export function till(change: Partial<Omit<Said, 'shop'>> = {}, currency = 'EUR', hostId = 'h1'): HostSays {
  const snapshot: Said = {
    revision: 1,
    hostId,
    environment: 'sandbox',
    shop: {
      terminalId: 'TILL1',
      merchantId: 'M1',
      merchantName: 'Harbour Tea House',
      merchantMCC: '5812',
      storeId: 'S1',
      storeName: 'Harbour Tea House',
      currency,
      settingsFile: '/home/shop/.counterpay/till/settings.json',
    },
    connection: 'connected',
    linkTrouble: null,
    clockOffMs: null,
    notSelling: null,
    supportCode: null,
    timeScale: 0.000_1,
    stage: { at: 'idle' },
    tray: [],
    customerScreen: 'none',
    devices: { drivers: 'off', scanners: [], ports: [], missing: [] },
    printing: { automatic: false, printer: null, printers: [], found: [], jobs: [], notPrinted: 0 },
    held: null,
    recent: [...rows],
    ...change,
  };
  return { frame: 'snapshot', snapshot };
}
