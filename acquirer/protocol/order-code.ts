import { createHash } from 'node:crypto';

import type { OrderCodeForm } from '#contract';
import type { EpochMs, OrderCode } from '#payment';

import type { AlipayOrderCodeForm } from './alipay-messages.ts';
import { readIsoTime } from './iso-time.ts';

/** An order code without a time of its own lives this long (RELIABILITY 5.1). */
const lifeMs = 180_000;

/** Alipay+'s own domains; what an acquirer's contract adds is given at the start. */
export const alipayOrderHosts: readonly string[] = ['alipay.com', 'alipayplus.com'];

/** The sandbox's codes lead to a name that nobody can have (RFC 2606). */
export const sandboxOrderHosts: readonly string[] = ['order.sandbox.example'];

/** `null`: there is no code in the answer; `unusable`: there is one, and it must not be shown to a customer. */
export type OrderCodeRead = OrderCode | 'unusable' | null;

/**
 * The code in Alipay+'s answer of `signedAt`: the text of its QR code, which must be a web address of one of `hosts` or below
 * it. Pictures are not taken: a customer display loads nothing from elsewhere.
 */
export function alipayOrderCode(
  form: AlipayOrderCodeForm | undefined,
  signedAt: EpochMs | null,
  hosts: readonly string[],
): OrderCodeRead {
  const text = form?.codeDetails.find(
    ({ codeValueType, displayType }) => codeValueType === 'QRCODE' && displayType === 'TEXT',
  );
  if (form === undefined || text === undefined) return null;
  if (!isOrderAddress(text.codeValue, hosts)) return 'unusable';
  const expiresAt = form.expireTime === undefined ? null : readIsoTime(form.expireTime);
  const known = expiresAt !== null && signedAt !== null;
  return orderCode(text.codeValue, known ? Math.max(0, expiresAt - signedAt) : lifeMs);
}

/** The code in a backend's answer, which has looked at its host. */
export function backendOrderCode(form: OrderCodeForm | undefined): OrderCodeRead {
  const text = form?.codeDetails[0];
  if (form === undefined || text === undefined) return null;
  return isOrderAddress(text.codeValue, null) ? orderCode(text.codeValue, Number(form.expiresInMs)) : 'unusable';
}

/**
 * `hosts` null: any. Only what is printed as it is, and what every reader takes for the same host: no blanks, no other
 * scripts, no name before the host, nothing that only browsers put right (`\\` for `/`, `///`, percents; RFC 3986 has none).
 */
export function isOrderAddress(value: string, hosts: readonly string[] | null): boolean {
  if (!/^https:\/\/[a-z\d.-]+(?:[/?#][\x21-\x5b\x5d-\x7e]*)?$/i.test(value)) return false;
  const url = URL.parse(value);
  if (url === null) return false;
  return hosts === null || hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}

function orderCode(value: string, expiresInMs: number): OrderCode {
  return { value, sha256: createHash('sha256').update(value).digest('hex'), expiresInMs };
}
