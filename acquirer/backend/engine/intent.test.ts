import { expect, it } from 'vitest';

import type { PaymentOrder } from '#contract';

import { storeOf } from './intent.ts';

it('two merchants’ stores of the same number are two stores', () => {
  const of = (referenceMerchantId: string): string =>
    storeOf({ order: { merchant: { referenceMerchantId, store: { referenceStoreId: 'S0001' } } } } as PaymentOrder);
  expect(of('M0001')).not.toBe(of('M0002'));
});
