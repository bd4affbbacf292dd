import * as z from 'zod';

import { err, ok, type Result } from './result.ts';

/** Whole minor units of the currency beside it: 1250 is EUR 12.50, but JPY 1250. */
export const Minor = z.int().min(0).max(99_999_999_999).brand<'Minor'>();
export type Minor = z.infer<typeof Minor>;

/** The largest amount that is handled: eleven digits of minor units. */
export const minorMax = 99_999_999_999;

// ISO 4217, list one, minor units: every currency whose exponent is not 2.
const exponents: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((c) => [c, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((c) => [c, 3] as const),
  ...'CLF UYW'.split(' ').map((c) => [c, 4] as const),
]);

// ISO 4217, list one, with exponent 2. A code that is on neither list is refused, never guessed at.
const twoDecimals: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY ' +
    'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ' +
    'ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN ' +
    'MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE ' +
    'SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD YER ZAR ZMW ZWG'
  ).split(' '),
);

/** An ISO 4217 code that we know the minor unit of. */
export const Currency = z
  .string()
  .refine((code) => exponents.has(code) || twoDecimals.has(code), 'not an ISO 4217 currency')
  .brand<'Currency'>();
export type Currency = z.infer<typeof Currency>;

/** Never a fraction, and never without its currency. */
export const Amount = z.strictObject({ currency: Currency, minor: Minor });
export type Amount = z.infer<typeof Amount>;

/** How many decimals the currency is written with: 0, 2, 3 or 4 (ISO 4217). */
export function exponentOf(currency: Currency): number {
  return exponents.get(currency) ?? 2;
}

export function sameAmount(a: Amount, b: Amount): boolean {
  return a.currency === b.currency && a.minor === b.minor;
}

/** `"1250"` as Alipay+ writes it: whole minor units, digits only. */
export function readMinor(text: string): Result<Minor, 'not-an-amount'> {
  if (!/^\d{1,11}$/.test(text)) return err('not-an-amount');
  return ok(Minor.parse(Number.parseInt(text, 10)));
}
