import type * as z from 'zod';

import { err, ok, type Result } from '#payment';

import { isObject, readJsonObject, type JsonObject, type JsonProblem, type JsonValue } from './json-reader.ts';

/** What is wrong with a request: not JSON as we read it, or the field at `path` (`order.merchant.store`). */
export type RequestProblem = { kind: 'json'; why: JsonProblem } | { kind: 'field'; path: string };

/**
 * A request as the receiver of Alipay+'s API reads it: null is absent, unknown fields are ignored, `storeMcc` is
 * `storeMCC` (DOMAIN 11). Unless `strict`, native booleans and numbers count as their strings, because official clients
 * send them (DOMAIN 2.1).
 */
export function readAlipayRequest<S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
  options: { strict: boolean },
): Result<z.infer<S>, RequestProblem> {
  const json = readJsonObject(bytes);
  if (!json.ok) return err({ kind: 'json', why: json.error });
  const parsed = schema.safeParse(plain(json.value, !options.strict));
  if (parsed.success) return ok(parsed.data);
  return err({ kind: 'field', path: parsed.error.issues[0]?.path.join('.') ?? '' });
}

/** An answer of Alipay+: null is absent, unknown fields are ignored; a wrong type anywhere else makes it no answer (V38). */
export function readAlipayResponse<S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
): Result<{ response: z.infer<S>; json: JsonObject }, JsonProblem | 'wrong-shape'> {
  const json = readJsonObject(bytes);
  if (!json.ok) return json;
  const parsed = schema.safeParse(plain(json.value, false));
  return parsed.success ? ok({ response: parsed.data, json: json.value }) : err('wrong-shape');
}

function plain(value: JsonValue, nativeScalars: boolean): JsonValue {
  if (Array.isArray(value)) return value.map((item) => plain(item, nativeScalars));
  if (isObject(value)) {
    const kept = Object.entries(value).filter(([, item]) => item !== null);
    return Object.fromEntries(kept.map(([key, item]) => [nameOf(key, value), plain(item, nativeScalars)]));
  }
  return nativeScalars && (typeof value === 'boolean' || typeof value === 'number') ? String(value) : value;
}

function nameOf(key: string, among: JsonObject): string {
  return key === 'storeMcc' && !Object.hasOwn(among, 'storeMCC') ? 'storeMCC' : key;
}
