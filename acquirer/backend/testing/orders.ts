import { PaymentOrder } from '#contract';
import { TerminalId } from '#payment';

export const till = TerminalId.parse('TILL1');
export const paymentCode = '281006020000000000125733';

let minted = 0;

/** A till's order with an id of its own. */
export function newOrder(
  changes: Partial<Record<'paymentRequestId' | 'paymentCode' | 'value' | 'terminalId', string>> = {},
): PaymentOrder {
  minted += 1;
  const { paymentRequestId = `TILL1${String(minted).padStart(12, '0')}7000a000000000000000`, value = '1250' } = changes;
  return PaymentOrder.parse({
    paymentRequestId,
    saleId: `sale${minted}`,
    terminalId: changes.terminalId ?? till,
    amount: { currency: 'EUR', value },
    scenario: 'PaymentCode',
    paymentCode: changes.paymentCode ?? paymentCode,
    order: {
      referenceOrderId: `sale${minted}`,
      orderDescription: 'Counter sale',
      merchant: {
        referenceMerchantId: 'M1',
        merchantName: 'Café Ludwig',
        merchantMCC: '5812',
        store: { referenceStoreId: 'S1', storeName: 'Ludwigstraße', storeMCC: '5812' },
      },
    },
  });
}
