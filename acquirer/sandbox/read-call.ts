import type * as z from 'zod';

import type { FaultyApi } from '#contract';
import { err, ok, type Result } from '#payment';
import { CancelPaymentRequest, InquiryPaymentRequest, PayRequest, readAlipayRequest } from '#protocol';

import type { Answer } from './answers.ts';
import type { PaymentName } from './inquiry.ts';
import type { PayCall } from './pay.ts';
import { illegal, readPay } from './read-pay.ts';

/** A call whose body was read and found complete. */
export type ApiCall = { api: 'pay'; pay: PayCall } | { api: 'inquiryPayment' | 'cancelPayment'; name: PaymentName };

/** The call, or the answer that refuses it. */
export function readCall(api: FaultyApi, body: Uint8Array, strict: boolean): Result<ApiCall, Answer> {
  if (api === 'pay') {
    const request = readBody(PayRequest, body, strict);
    if (!request.ok) return request;
    const call = readPay(request.value);
    return call.ok ? ok({ api, pay: call.value }) : call;
  }
  const name = readBody(api === 'inquiryPayment' ? InquiryPaymentRequest : CancelPaymentRequest, body, strict);
  return name.ok ? ok({ api, name: name.value }) : name;
}

function readBody<S extends z.ZodType>(schema: S, body: Uint8Array, strict: boolean): Result<z.infer<S>, Answer> {
  const request = readAlipayRequest(schema, body, { strict });
  if (request.ok) return request;
  return err(illegal(request.error.kind === 'field' ? request.error.path : '').error);
}
