import { err, ok, PaymentCode, tailOf, type Clock } from '#payment';
import { routeCode, type Routes } from '#protocol';

import { payBody, type AlipayPlus } from '../../client/alipay-plus.ts';
import { payRequest } from './pay-request.ts';
import type { Scheme } from './ports.ts';

export type AlipaySettings = {
  alipay: AlipayPlus;
  /** False while Alipay+'s key is not known: no answer could be believed, so nothing is sent. */
  isConfigured(): boolean;
  /** Where Alipay+ tells us how a payment ended; null: it is asked only. */
  notifyUrl(): string | null;
  /** Codes that no rule of the routing knows go to Alipay+ all the same, or are refused. */
  unknownCodes: 'alipay' | 'refuse';
};

/** The only route there is: Alipay+ (DOMAIN 5.2). */
export function alipayScheme(settings: AlipaySettings, clock: Clock, log: (line: string) => void): Scheme {
  const { alipay } = settings;
  const routes: Routes = {
    alipayPlus: 'alipay-plus',
    alipayDirect: null,
    byRoutingNumber: new Map(),
    fallback: settings.unknownCodes === 'alipay' ? 'alipay-plus' : null,
  };
  return {
    prepare(order, amount) {
      if (order.scenario === 'PaymentCode') {
        const code = PaymentCode.parse(order.paymentCode);
        const { route, fallback } = routeCode(code, routes);
        if (route === null) return err('CODE_NOT_ROUTABLE');
        if (fallback) log(`${order.paymentRequestId}: no rule knows the code …${tailOf(code)}; it goes to Alipay+`);
      }
      if (!settings.isConfigured()) return err('NOT_CONFIGURED');
      return ok(Buffer.from(payBody(payRequest(order, amount, clock.wallMs(), settings.notifyUrl()))).toString('utf8'));
    },
    pay: async (body, expected) => await alipay.pay(Buffer.from(body, 'utf8'), expected),
    inquire: async (expected) => await alipay.inquiry(expected.paymentRequestId, expected),
    cancel: async (expected) => await alipay.cancel(expected.paymentRequestId),
  };
}
