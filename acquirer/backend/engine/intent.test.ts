import { expect, it } from 'vitest';

import { newOrder } from '../testing/orders.ts';
import { storeOf } from './intent.ts';

it('two merchants’ stores of the same number are two stores', () => {
  const one = newOrder();
  const other = structuredClone(one);
  other.order.merchant.referenceMerchantId = 'M2';
  expect(storeOf(other)).not.toBe(storeOf(one));
});
