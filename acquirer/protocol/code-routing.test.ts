import { describe, expect, it } from 'vitest';

import { PaymentCode } from '#payment';

import { routeCode, type Routed, type Routes } from './code-routing.ts';

const all: Routes = {
  alipayPlus: 'alipay-plus',
  alipayDirect: 'alipay-cn',
  byRoutingNumber: new Map([['003', 'wallet-003']]),
  fallback: 'default',
};
const route = (digits: string, routes: Routes = all): Routed => routeCode(PaymentCode.parse(digits), routes);

// DOMAIN 5.2, row by row: code, the step that takes it, the route.
describe('a payment code', () => {
  it.each([
    ['2893612204263667830', 1, 'alipay-plus'], // 19 digits: steps 1 and 2 match, 1 wins
    ['28024456785672301', 2, 'alipay-cn'],
    ['280244567856723026', 2, 'alipay-cn'],
    ['28100602000000000012', 2, 'alipay-cn'],
    ['281010897274821897274821', 4, 'alipay-plus'],
    ['281006020000000000125733', 4, 'alipay-plus'],
    ['251001020123456789012345', 4, 'alipay-plus'],
    ['281003020123456789012345', 3, 'wallet-003'], // 24 digits: 3 before 4
    ['2810030201234567890123456', 3, 'wallet-003'], // 25 digits
    ['2810030201234567', 3, 'wallet-003'], // 16 digits
  ])('%s goes by step %i to %s', (code, step, name) => {
    expect(route(code)).toEqual({ route: name, step, fallback: false });
  });

  it.each([
    ['2800000000000000', '16 digits'],
    ['2810100000000000000000000', '25 digits'],
    ['28101000000000000000000000000000', '32 digits'],
  ])('%s of %s that no step knows goes to the default, marked', (code) => {
    expect(route(code)).toEqual({ route: 'default', step: null, fallback: true });
    expect(route(code, { ...all, fallback: null })).toEqual({ route: null, step: null, fallback: false });
  });

  it.each(['2810031', '2410030000000000', '3110030000000000', '281003020123456789012345678901234'])(
    '%s is none, and never comes here',
    (text) => {
      expect(PaymentCode.safeParse(text).success).toBe(false);
    },
  );
});

it('without a direct contract with AlipayCN, its 17 to 23 digits go to the default', () => {
  const plusOnly = { ...all, alipayDirect: null, fallback: 'alipay-plus' };
  expect(route('28100602000000000012', plusOnly)).toEqual({ route: 'alipay-plus', step: null, fallback: true });
  expect(route('2893612204263667830', plusOnly)).toMatchObject({ step: 1 });
});

it('without Alipay+, its codes are not sent there', () => {
  const directOnly = { ...all, alipayPlus: null, fallback: null };
  expect(route('2893612204263667830', directOnly)).toMatchObject({ route: 'alipay-cn', step: 2 });
  expect(route('281010897274821897274821', directOnly)).toMatchObject({ route: null });
});
