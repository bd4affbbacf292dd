import type { KeyObject } from 'node:crypto';

import type * as z from 'zod';

import type { EpochMs, None, Proof } from '#payment';
import {
  none,
  proofOf,
  readAlipayResponse,
  readIsoTime,
  verifyAlipayContent,
  withoutCustomer,
  type WireResponse,
} from '#protocol';

export type AlipayAnswer<S extends z.ZodType> = None | { response: z.infer<S>; proof: Proof; signedAt: EpochMs | null };

/** R3: signature over the raw bytes first, then strict JSON, then the shape. `path` is that of the request. */
export function readAlipayAnswer<S extends z.ZodType>(
  came: WireResponse,
  path: string,
  clientId: string,
  alipayKey: KeyObject,
  schema: S,
): AlipayAnswer<S> {
  if (came.status !== 200) return none('http-status');
  const { signature, 'response-time': time = '', 'client-id': answeredTo } = came.headers;
  if (signature === undefined || time === '') return none('unsigned');
  if (answeredTo !== clientId) return none('not-bound');
  const verified = verifyAlipayContent({ method: 'POST', path, clientId, time, body: came.body }, signature, alipayKey);
  if (!verified.ok) return none(verified.error === 'unsigned' ? 'unsigned' : 'bad-signature');
  const read = readAlipayResponse(schema, came.body);
  if (!read.ok) return none(read.error === 'too-large' ? 'too-large' : 'unreadable');
  const covered = { '@method': 'POST', '@path': path };
  const proof = proofOf(came.body, { signature, 'client-id': clientId, 'response-time': time }, covered);
  return {
    response: read.value.response,
    proof: withoutCustomer(proof, read.value.json),
    signedAt: readIsoTime(time),
  };
}
