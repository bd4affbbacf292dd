import type { KeyObject } from 'node:crypto';

import type * as z from 'zod';

import { ok, type EpochMs, type None, type Proof, type Result } from '#payment';
import {
  none,
  proofOfResponse,
  readJsonObject,
  verifyResponse,
  type ResponseSignatureProblem,
  type WireRequestHead,
  type WireResponse,
} from '#protocol';

export type Told<S extends z.ZodType> = None | { answer: z.infer<S>; proof: Proof };

/** R3: signature first, then strict JSON, then the shape. `sentAt` is the backend's clock, also where the rest is none. */
export async function readBackendAnswer<S extends z.ZodType>(
  came: WireResponse,
  request: WireRequestHead,
  backendKey: KeyObject,
  schema: S,
): Promise<Result<{ sentAt: EpochMs; told: Told<S> }, ResponseSignatureProblem>> {
  const verified = await verifyResponse(came, request, backendKey);
  if (!verified.ok) return verified;
  const { sentAt } = verified.value;
  const json = readJsonObject(came.body);
  const answer = json.ok ? schema.safeParse(json.value) : null;
  if (answer?.success !== true) return ok({ sentAt, told: none('unreadable') });
  return ok({ sentAt, told: { answer: answer.data, proof: proofOfResponse(came, request) } });
}
