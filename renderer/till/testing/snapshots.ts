import { Snapshot, type Stage } from '#contract';
import { Amount, PaymentRequestId, SaleId } from '#payment';

export const amount = Amount.parse({ currency: 'EUR', minor: 4_860 });
export const saleId = SaleId.parse('sale1');
export const paymentRequestId = PaymentRequestId.parse('TILL1x1');

type Asking = Stage & { at: 'asking' };
type Outcome = Stage & { at: 'outcome' };

const open = {
  saleId,
  paymentRequestId,
  amount,
  scenario: 'PaymentCode',
  codeTail: '4821',
  elapsedMs: 3_000,
  escalated: false,
  recovered: false,
} as const;

/** A payment by the customer's own code. */
export const waiting: Asking = {
  ...open,
  at: 'asking',
  phase: 'waiting',
  orderCode: null,
  deadlineMs: 75_000,
  closing: null,
  usual: null,
};
export const unsure: Asking = { ...waiting, phase: 'unsure' };
export const cancelling: Stage = { ...open, at: 'cancelling', by: 'stop' };

/** A payment by a code of ours: before it came, while it can be scanned, and after it was taken off. */
export const making: Asking = { ...waiting, scenario: 'OrderCode', codeTail: null, phase: 'sent', deadlineMs: 240_000 };
const orderCode = { isOn: true, value: 'https://wallet.example/q/1', leftMs: 170_000, lifeMs: 180_000 } as const;
export const codeOn: Asking = { ...making, phase: 'shown', orderCode };
export const codeOff: Asking = { ...codeOn, orderCode: { isOn: false } };

export function outcomeOf(outcome: Outcome['outcome'], change: Partial<Outcome> = {}): Outcome {
  return {
    at: 'outcome',
    saleId,
    paymentRequestId,
    amount,
    codeTail: '4821',
    outcome,
    code: null,
    moneyGoesBack: false,
    wallet: 'GCash',
    scenario: 'PaymentCode',
    atLastSecond: false,
    storeWord: null,
    finalAt: 0,
    recovered: false,
    ...change,
  };
}

/** What a host shows: the keypad of a till that is connected, with what is given changed. */
export function snapshotOf(change: { [K in keyof Snapshot]?: unknown } = {}): Snapshot {
  return Snapshot.parse({
    revision: 1,
    hostId: 'h1',
    environment: 'sandbox',
    shop: {
      terminalId: 'TILL1',
      merchantId: 'M1',
      merchantName: 'Tea House',
      merchantMCC: '5812',
      storeId: 'S1',
      storeName: 'Tea House',
      currency: 'EUR',
      settingsFile: '/till/settings.json',
    },
    connection: 'connected',
    linkTrouble: null,
    clockOffMs: null,
    notSelling: null,
    supportCode: null,
    timeScale: 1,
    stage: { at: 'idle' },
    tray: [],
    customerScreen: 'none',
    devices: { drivers: 'off', scanners: [], ports: [], missing: [] },
    printing: { automatic: false, printer: null, printers: [], found: [], jobs: [], notPrinted: 0 },
    held: null,
    recent: [],
    ...change,
  });
}
