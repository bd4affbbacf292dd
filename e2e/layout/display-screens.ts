import type * as z from 'zod';

import type { Display } from '#contract';

import type { HostSays, Screen } from './screen.ts';
import { codeOn, euro, yen } from './till-says.ts';

type Said = z.input<typeof Display>;

const shopName = 'Harbour Tea House';
const longShopName = 'Harbour Tea House & Bakery at the Old Customs Quay';

/** A model whose time nearly stands still. */
function display(now: Said['now'], change: Partial<Said> = {}): HostSays {
  const said = { revision: 1, hostId: 'h1', environment: 'sandbox', shopName, language: null } as const;
  return { frame: 'display', display: { ...said, timeScale: 0.000_1, now, ...change } };
}

const small = { currency: 'EUR', minor: 4_860 };

/** Its code as the till's: the longest that wallets are known to make. */
function code(amount: { currency: string; minor: number }, leftMs: number) {
  const shown = codeOn(leftMs);
  if (shown?.isOn !== true) throw new Error('a code that is on');
  return { shows: 'code', amount, code: shown.value, leftMs, lifeMs: shown.lifeMs } as const;
}

const paid = { shows: 'paid', wallet: null, at: Date.UTC(2026, 4, 12, 12, 3, 44), storeWord: null, agoMs: 0 } as const;
const word = { word: 'thunderstorm', colour: 'orange' } as const;

export const displayScreens: readonly Screen[] = [
  { name: 'starting', says: [] },
  { name: 'welcome', says: [display({ shows: 'idle' })] },
  { name: 'welcome, long name', says: [display({ shows: 'idle' }, { shopName: longShopName })] },
  { name: 'in production', says: [display({ shows: 'idle' }, { environment: 'production' })] },
  ...[small, yen, euro].flatMap((amount): Screen[] => [
    { name: `amount, ${amount.currency} ${amount.minor}`, says: [display({ shows: 'amount', amount })] },
    { name: `code, ${amount.currency} ${amount.minor}`, says: [display(code(amount, 170_000))] },
    { name: `paid, ${amount.currency} ${amount.minor}`, says: [display({ ...paid, amount, storeWord: word })] },
  ]),
  ...(['one-moment', 'confirm', 'closing', 'problem'] as const).map((shows) => ({
    name: shows,
    says: [display({ shows, amount: euro }, { shopName: longShopName })],
  })),
  { name: 'code, last 30 s', says: [display(code(euro, 20_000), { shopName: longShopName })] },
  { name: 'paid, wallet named', says: [display({ ...paid, amount: euro, wallet: 'TrueMoney Wallet Thailand' })] },
  {
    name: 'paid, everything',
    says: [display({ ...paid, amount: euro, wallet: 'TrueMoney Wallet Thailand', storeWord: word })],
  },
  {
    name: 'not paid',
    says: [display({ shows: 'not-paid', amount: euro, moneyGoesBack: false, wasClosed: false, agoMs: 0 })],
  },
  {
    name: 'code closed',
    says: [display({ shows: 'not-paid', amount: euro, moneyGoesBack: false, wasClosed: true, agoMs: 0 })],
  },
  {
    name: 'money goes back',
    says: [display({ shows: 'not-paid', amount: euro, moneyGoesBack: true, wasClosed: false, agoMs: 0 })],
  },
  { name: 'ask the cashier', says: [display(code(euro, 170_000)), { frame: 'host-away' }] },
];
