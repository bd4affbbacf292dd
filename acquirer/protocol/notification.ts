import type { KeyObject } from 'node:crypto';

import type { WireAmount } from '#contract';
import { err, ok, PaymentRequestId, type Result } from '#payment';

import { NotifyPaymentRequest } from './alipay-messages.ts';
import { readAlipayRequest } from './alipay-reading.ts';
import { verifyAlipayContent } from './alipay-signature.ts';
import type { Headers } from './message-signature.ts';

/** What Alipay+ has notified us of: a reason to ask about one payment, and no evidence by itself (V32). */
export type Notification = {
  paymentRequestId: PaymentRequestId;
  says: 'succeeded' | 'failed';
  /** Always there where a success is told. */
  amount: WireAmount | null;
};

/** A `POST` as it came. The names of the headers are in lower case. */
export type NotificationMessage = { headers: Headers; body: Uint8Array };

/** `unreadable`: genuine, and not as Alipay+ describes it. The others prove nothing. */
export type NotificationProblem = 'unsigned' | 'other-client' | 'bad-signature' | 'unreadable';

/**
 * Reads a `notifyPayment` that came to our notify URL. `path` is that of the URL that was given to Alipay+, which is what
 * it signs; `key` is Alipay+'s RSA public key. The signature is over the raw bytes, and is checked before they are read (R3).
 */
export function readNotification(
  { headers, body }: NotificationMessage,
  { path, clientId, key }: { path: string; clientId: string; key: KeyObject },
): Result<Notification, NotificationProblem> {
  const { signature, 'request-time': time = '', 'client-id': to } = headers;
  if (signature === undefined || time === '') return err('unsigned');
  if (to !== clientId) return err('other-client');
  const verified = verifyAlipayContent({ method: 'POST', path, clientId, time, body }, signature, key);
  if (!verified.ok) return err(verified.error === 'unsigned' ? 'unsigned' : 'bad-signature');
  const read = readAlipayRequest(NotifyPaymentRequest, body, { strict: true });
  if (!read.ok) return err('unreadable');
  const paymentRequestId = PaymentRequestId.safeParse(read.value.paymentRequestId);
  if (!paymentRequestId.success) return err('unreadable');
  return ok({
    paymentRequestId: paymentRequestId.data,
    says: read.value.paymentResult.resultStatus === 'S' ? 'succeeded' : 'failed',
    amount: read.value.paymentAmount ?? null,
  });
}
