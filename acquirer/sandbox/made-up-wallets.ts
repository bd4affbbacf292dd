import { Minor, exponentOf, type Currency } from '#payment';

/** A wallet to try a till with. Its routing number (digits 4 to 6 of a code) belongs to no real wallet. */
export type MadeUpWallet = { id: string; name: string; routing: string; pspId: string; customerId: string };

export const madeUpWallets: readonly MadeUpWallet[] = [
  { id: 'alipayhk', name: 'AlipayHK', routing: '901', pspId: '990000000901', customerId: '208800000000090101' },
  { id: 'kakaopay', name: 'KakaoPay', routing: '902', pspId: '990000000902', customerId: '208800000000090201' },
  { id: 'gcash', name: 'GCash', routing: '903', pspId: '990000000903', customerId: '208800000000090301' },
];

/** What a purse holds before anybody changes it, in minor units: about the same worth in every currency. */
export function firstPurse(currency: Currency): { balance: Minor; confirmAbove: Minor; maximum: Minor } {
  const unit = 10 ** exponentOf(currency) * (everydayUnits.get(currency) ?? 1);
  return {
    balance: Minor.parse(50_000 * unit),
    confirmAbove: Minor.parse(2_000 * unit),
    maximum: Minor.parse(20_000 * unit),
  };
}

// Rough orders of magnitude, so that a cup of tea is affordable everywhere; they are no exchange rates.
const everydayUnits: ReadonlyMap<string, number> = new Map([
  ...'IDR VND IRR LAK LBP UZS GNF PYG KHR UGX'.split(' ').map((code) => [code, 10_000] as const),
  ...'KRW CLP COP TZS CDF RWF BIF MNT NGN IQD MGA MMK'.split(' ').map((code) => [code, 1_000] as const),
  ...'JPY HUF ISK INR RSD KES LKR PKR BDT NPR PHP THB TWD'.split(' ').map((code) => [code, 100] as const),
]);
