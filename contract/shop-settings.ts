import * as z from 'zod';

import { Currency, TerminalId } from '#payment';

import { ReceiptSettings } from './receipt.ts';

/** Real money or play money: it stands in every record, and in what a till was set up with (V34). */
export const Environment = z.enum(['sandbox', 'production']);
export type Environment = z.infer<typeof Environment>;

const name = z.string().trim().min(1, 'must not be empty').max(256);
const reference = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, 'must be 1 to 32 letters, digits, - or _');
const categoryCode = z.string().regex(/^\d{4}$/, 'must be the four digits of ISO 18245');

/** What a till must know about its shop before it can sell. */
export const ShopSettings = z.strictObject({
  terminalId: TerminalId,
  /** What people call this till. */
  terminalName: name.optional(),
  environment: Environment,
  currency: Currency,
  merchant: z.strictObject({ referenceMerchantId: reference, merchantName: name, merchantMCC: categoryCode }),
  store: z.strictObject({ referenceStoreId: reference, storeName: name, storeMCC: categoryCode }),
  /** What it says on its receipts. */
  paper: ReceiptSettings.optional(),
});
export type ShopSettings = z.infer<typeof ShopSettings>;

/** A made-up shop, to try everything with: a till on a new machine begins with it. */
export const sampleSettings: ShopSettings = ShopSettings.parse({
  terminalId: 'TILL1',
  environment: 'sandbox',
  currency: 'EUR',
  merchant: {
    referenceMerchantId: 'M0001',
    merchantName: 'Harbour Tea House',
    merchantMCC: '5499',
  },
  store: {
    referenceStoreId: 'S0001',
    storeName: 'Harbour Tea House, Quay 1',
    storeMCC: '5499',
  },
});
