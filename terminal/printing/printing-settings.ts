import { DeviceId } from '#contract';
import * as z from 'zod';

/** What a till's people settled about its paper; each till has its own. */
export const PrintingSettings = z.strictObject({
  /** A receipt is printed by itself when a payment is PAID. */
  automatic: z.boolean(),
  /** Where receipts go; null: on the first printer that there is. */
  printer: DeviceId.nullable(),
});
export type PrintingSettings = z.infer<typeof PrintingSettings>;

/** Paper is asked for until somebody says otherwise: many customers want none. */
export const printingAtFirst: PrintingSettings = { automatic: false, printer: null };
