import { PaymentOrder } from '#contract';
import { TerminalId } from '#payment';

export const till = TerminalId.parse('TILL1');
export const paymentCode = '281006020000000000125733';

let minted = 0;

type OrderBy<S extends PaymentOrder['scenario']> = Extract<PaymentOrder, { scenario: S }>;

/** A till's order with an id of its own, for a code that was scanned. */
export function newOrder(
  changes: Partial<Record<'paymentRequestId' | 'paymentCode' | 'value' | 'terminalId', string>> = {},
): OrderBy<'PaymentCode'> {
  const code = changes.paymentCode ?? paymentCode;
  const order = PaymentOrder.parse({ ...ordered(changes), scenario: 'PaymentCode', paymentCode: code });
  if (order.scenario !== 'PaymentCode') throw new Error('parsed as what it is');
  return order;
}

/** The same for a code that the customer scans. */
export function newCodeOrder(changes: Changes = {}): OrderBy<'OrderCode'> {
  const order = PaymentOrder.parse({ ...ordered(changes), scenario: 'OrderCode' });
  if (order.scenario !== 'OrderCode') throw new Error('parsed as what it is');
  return order;
}

type Changes = Partial<Record<'paymentRequestId' | 'value' | 'terminalId', string>>;

function ordered(changes: Changes) {
  minted += 1;
  const { paymentRequestId = `TILL1${String(minted).padStart(12, '0')}7000a000000000000000`, value = '1250' } = changes;
  return {
    paymentRequestId,
    saleId: `sale${minted}`,
    terminalId: changes.terminalId ?? till,
    amount: { currency: 'EUR', value },
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
  };
}
