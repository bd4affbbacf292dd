import type { Page } from '@playwright/test';

import { cameraScreens } from './camera-screens.ts';
import { devicesScreens } from './devices-screens.ts';
import type { Screen } from './screen.ts';
import {
  asking,
  byOurCode,
  cancelling,
  cards,
  codeOn,
  euro,
  outcome,
  paymentRequestId,
  rows,
  till,
  usual,
  yen,
  type Stage,
} from './till-says.ts';

function sale(name: string, stage: Stage, change: Parameters<typeof till>[0] = {}): Screen {
  return { name, says: [till({ stage, ...change })] };
}

/** The keys of the deck, pressed as by a finger: typed so fast they would be a scanner's. */
function keyed(digits: string): (page: Page) => Promise<void> {
  return async (page) =>
    await page.evaluate((keys) => {
      for (const key of keys) {
        const buttons = [...document.querySelectorAll<HTMLElement>('[class*="_key_"]')];
        buttons.find(({ textContent }) => textContent === key)?.click();
      }
    }, digits);
}

function pressed(...keys: readonly string[]): (page: Page) => Promise<void> {
  return async (page) => {
    for (const key of keys) await page.keyboard.press(key);
  };
}

function clicked(selector: string): (page: Page) => Promise<void> {
  return async (page) => await page.locator(selector).first().dispatchEvent('click');
}

const scan: Stage = { at: 'scan', saleId: 'sale1', amount: euro };
const held = { codeTail: '4821', leftMs: 42_000 };
const supportCode = 'TILL1-CRASH-LOOP-0512T1203';
const word = { word: 'thunderstorm', colour: 'orange' } as const;

const keypad: readonly Screen[] = [
  { name: 'keypad', says: [till({ recent: [] })] },
  { name: 'keyed', says: [till()], act: keyed('4860') },
  { name: 'long euro', says: [till()], act: keyed('1234567.89') },
  { name: 'long yen', says: [till({ recent: [] }, 'JPY')], act: keyed('9999999') },
  { name: 'held code', says: [till({ held })] },
  { name: 'held code and long amount', says: [till({ held })], act: keyed('1234567.89') },
  { name: 'paused', says: [till({ connection: 'away' })], act: keyed('4860') },
  { name: 'link trouble', says: [till({ linkTrouble: 'backend-not-trusted', connection: 'away' })] },
  { name: 'sign-in page', says: [till({ linkTrouble: 'sign-in-page', connection: 'away' })] },
  ...(['journal-unfinished', 'crash-loop', 'revoked', 'other-environment'] as const).map((notSelling) => ({
    name: `not selling: ${notSelling}`,
    says: [till({ notSelling, supportCode })],
  })),
  { name: 'clock', says: [till({ clockOffMs: -3_600_000 })] },
  { name: 'host away', says: [till(), { frame: 'host-away' }] },
  { name: 'customer screen off', says: [till({ customerScreen: 'off', connection: 'connecting' })] },
  { name: 'in production', says: [till({ environment: 'production' })] },
  { name: 'largest amount', says: [till()], act: largest },
  { name: 'one card', says: [till({ tray: cards(1) })] },
  { name: 'six cards', says: [till({ tray: cards(6) })] },
  { name: 'six cards, unfolded', says: [till({ tray: cards(6) })], act: pressed('F4') },
  {
    name: 'same amount?',
    says: [till({ tray: cards(6) })],
    replies: { charge: { is: 'same-amount', paymentRequestId: 'TILL1xTRAY0', elapsedMs: 48_000 } },
    act: async (page) => {
      await keyed('1234567.89')(page);
      await page.keyboard.press('Enter');
    },
  },
];

/** What does not fit is said a moment later: until then it may have been a scanner's. */
async function largest(page: Page): Promise<void> {
  await keyed('99999999999999')(page);
  await page.getByRole('alert').waitFor();
}

const scanning: readonly Screen[] = [
  sale('scan', scan),
  sale('scan, paused', scan, { connection: 'away' }),
  { ...sale('type the code', scan), act: clicked('[class*="_way_"]:last-child') },
  {
    ...sale('bad code', scan),
    replies: { scan: { is: 'bad-scan', why: 'card-number' } },
    act: async (page) => {
      await clicked('[class*="_way_"]:last-child')(page);
      await page.locator('[data-code-field]').pressSequentially('4111', { delay: 0 });
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
];

const waits: readonly Screen[] = [
  sale('sent', asking({ phase: 'sent' })),
  sale('waiting', asking({ usual })),
  sale('slow', asking({ usual, elapsedMs: 16_000, amount: euro })),
  sale('tray proposed', asking({ usual, elapsedMs: 21_000 }), { tray: cards(6) }),
  sale('last seconds', asking({ usual, elapsedMs: 70_000 })),
  sale('unsure', asking({ phase: 'unsure', elapsedMs: 10_000 })),
  sale('unsure, tray proposed', asking({ phase: 'unsure', elapsedMs: 40_000, amount: euro })),
  sale('recovered', asking({ recovered: true, elapsedMs: 40_000, amount: euro })),
  sale('escalated', asking({ phase: 'unsure', escalated: true, elapsedMs: 900_000 })),
  sale('closing by stop', asking({ closing: 'stop', elapsedMs: 40_000 })),
  sale('closing at the deadline', asking({ closing: 'deadline', elapsedMs: 76_000 })),
  sale('cancelling', cancelling()),
  sale('cancelling, escalated', cancelling({ escalated: true, elapsedMs: 400_000, amount: euro })),
  { ...sale('stop?', asking({ amount: euro, elapsedMs: 21_000 })), act: pressed('Escape') },
  sale('code: making', byOurCode({ phase: 'sent' })),
  sale('code: on the customer screen', byOurCode({ orderCode: codeOn(170_000) }), { customerScreen: 'on' }),
  sale('code: here', byOurCode({ orderCode: codeOn(170_000), amount: euro }), { customerScreen: 'off' }),
  sale('code: here, last 30 s', byOurCode({ orderCode: codeOn(20_000) }), { customerScreen: 'off' }),
  sale('code: last 30 s', byOurCode({ orderCode: codeOn(20_000), amount: euro }), { customerScreen: 'on' }),
  sale('code: closing', byOurCode({ orderCode: { isOn: false }, elapsedMs: 200_000 })),
  { ...sale('close the code?', byOurCode({ orderCode: codeOn(170_000) })), act: pressed('F2') },
];

const outcomes: readonly Screen[] = [
  sale('paid', outcome('paid', { storeWord: word })),
  sale('paid at the last second', outcome('paid', { storeWord: word, amount: euro, atLastSecond: true })),
  sale('paid, learned after a restart', outcome('paid', { storeWord: word, amount: euro, recovered: true })),
  sale('paid, yen', outcome('paid', { amount: yen, storeWord: { word: 'fig', colour: 'black' } })),
  sale('paid after all', outcome('paid-unwanted', { amount: euro, recovered: true })),
  ...['USER_PAYMENT_VERIFICATION_FAILED', 'USER_KYC_NOT_QUALIFIED', 'UNAVAILABLE_PAYMENT_METHOD'].map((code) =>
    sale(`declined: ${code}`, outcome('declined', { code, recovered: true })),
  ),
  sale('declined: our code', outcome('declined', { code: 'EXPIRED_CODE', scenario: 'OrderCode', amount: euro })),
  sale('cancelled', outcome('cancelled')),
  sale('cancelled, money goes back', outcome('cancelled', { moneyGoesBack: true, recovered: true, amount: euro })),
  sale('code closed', outcome('cancelled', { scenario: 'OrderCode', codeTail: null, wallet: null })),
  sale('conflict', outcome('conflict', { amount: euro, recovered: true })),
];

const kinds = ['sale.opened', 'pay.intent', 'tx', 'evidence', 'cancel.intent', 'cancel.refused', 'escalated', 'final'];

const elsewhere: readonly Screen[] = [
  { name: 'payments, none', says: [till({ recent: [] })], act: pressed('F6') },
  { name: 'payments', says: [till({ customerScreen: 'off' })], act: pressed('F6') },
  {
    name: 'a payment’s story',
    says: [till()],
    replies: {
      details: {
        is: 'details',
        details: {
          row: { ...(rows[0] ?? expectRow()), paymentRequestId },
          saleId: 'sale1',
          paymentId: '20260512194010800100188820200123456',
          code: 'USER_PAYMENT_VERIFICATION_FAILED',
          story: kinds.map((kind, seq) => ({ seq, at: 1_778_587_424_000 + seq, kind, says: 'pay unknown' })),
        },
      },
    },
    act: async (page) => {
      await page.keyboard.press('F6');
      await clicked('aside li button')(page);
    },
  },
  ...['https://backend.counterpay.example:4781', null].map((backend) => ({
    name: backend === null ? 'pairing, address too' : 'pairing',
    says: [{ frame: 'unpaired', backend } as const],
  })),
  {
    name: 'pairing refused',
    says: [{ frame: 'unpaired', backend: null }],
    replies: { pair: { is: 'not-paired', why: 'not-counterpay' } },
    act: async (page) => {
      await page.locator('input').first().fill('https://backend.counterpay.example');
      await page.locator('input').nth(1).fill('ABCDE23456');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  ...(['settings-invalid', 'in-use', 'journal-damaged', 'journal-newer', 'disk'] as const).map((why) => ({
    name: `cannot run: ${why}`,
    says: [
      {
        frame: 'cannot-run',
        why,
        detail: 'store.currency: Invalid string: must match pattern /^[A-Z]{3}$/',
        file: '/home/shop/.counterpay/till/settings.json',
      } as const,
    ],
  })),
  { name: 'starting', says: [] },
];

function expectRow(): never {
  throw new Error('there are rows');
}

/** By what the till does then. */
export const tillScreens: Readonly<Record<string, readonly Screen[]>> = {
  'keys and scans': [...keypad, ...scanning],
  'looks through the camera': cameraScreens,
  'shows its devices': devicesScreens,
  waits,
  'says the outcome': outcomes,
  'is elsewhere': elsewhere,
};
