import { Currency, err, ok, readMinor, type Result } from '#payment';
import { isNotifyAddress, readIsoTime, type PayRequest } from '#protocol';

import { failure, type Answer } from './answers.ts';
import type { PayCall, Presented } from './pay.ts';

/** A pay request of the counter's kind, or the answer that refuses it before there is an order. */
export function readPay(request: PayRequest): Result<PayCall, Answer> {
  const { paymentAmount, paymentFactor, paymentMethod, order } = request;
  if (paymentFactor.isInStorePayment !== 'true') return err(failure('BUSINESS_NOT_SUPPORT', onlyInStore));
  const presented = readPresented(request);
  if (!presented.ok) return presented;
  if (paymentMethod.paymentMethodType !== 'CONNECT_WALLET') return illegal('paymentMethod.paymentMethodType');
  const currency = Currency.safeParse(paymentAmount.currency);
  if (!currency.success) return err(failure('CURRENCY_NOT_SUPPORT'));
  const minor = readMinor(paymentAmount.value);
  if (!minor.ok || minor.value === 0) return illegal('paymentAmount.value');
  const expiryAsked = request.paymentExpiryTime === undefined ? null : readIsoTime(request.paymentExpiryTime);
  if (request.paymentExpiryTime !== undefined && expiryAsked === null) return illegal('paymentExpiryTime');
  const notifyUrl = request.paymentNotifyUrl ?? null;
  if (notifyUrl !== null && !isNotifyAddress(notifyUrl)) return err(failure('PARAM_ILLEGAL', openAddress));
  return ok({
    paymentRequestId: request.paymentRequestId,
    compared: comparedGroups(request),
    amount: { currency: currency.data, minor: minor.value },
    presented: presented.value,
    expiryAsked,
    merchantName: order.merchant.merchantDisplayName ?? order.merchant.merchantName,
    referenceOrderId: order.referenceOrderId,
    notifyUrl,
  });
}

const onlyInStore = 'Only in-store payments by payment code or order code are supported here.';

/** Who shows a code to whom, and what has to come with it (DOMAIN 2.2). */
function readPresented({ paymentFactor, paymentMethod, order }: PayRequest): Result<Presented, Answer> {
  switch (paymentFactor.inStorePaymentScenario) {
    case 'PaymentCode':
      return ok({ by: 'customer', code: paymentMethod.paymentMethodId ?? '' });
    case 'OrderCode':
      // A customer's code here is a till's mistake: nobody would be charged by it.
      if (paymentMethod.paymentMethodId !== undefined) return illegal('paymentMethod.paymentMethodId');
      if (order.merchant.store === undefined) return illegal('order.merchant.store');
      return ok({ by: 'shop' });
    case 'EntryCode':
    case undefined:
      return err(failure('BUSINESS_NOT_SUPPORT', onlyInStore));
  }
}

const openAddress = 'paymentNotifyUrl must be an https address, or one on this machine.';

export function illegal(field: string): { ok: false; error: Answer } {
  return err(failure('PARAM_ILLEGAL', field === '' ? 'Illegal parameters.' : `Illegal parameters: ${field}.`));
}

/** The four groups by which Alipay+ tells a repeat from another request; the code is not among them. */
function comparedGroups({ paymentAmount, paymentFactor, settlementStrategy, paymentMethod }: PayRequest): string {
  return JSON.stringify([
    [paymentAmount.currency, paymentAmount.value],
    [paymentFactor.isInStorePayment, paymentFactor.inStorePaymentScenario],
    [settlementStrategy?.settlementCurrency ?? null],
    [paymentMethod.paymentMethodType],
  ]);
}
