import { bodyBytesMax } from '#contract';
import { err, ok, type Result } from '#payment';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

export type JsonProblem =
  | 'too-large'
  | 'not-utf8'
  | 'malformed'
  | 'too-deep'
  | 'duplicate-key'
  | 'forbidden-key'
  | 'not-an-object';

/** Objects and arrays inside each other; nothing that is spoken here needs more than six. */
export const jsonDepthMax = 32;

/**
 * One JSON object from bytes of the network. Refuses what two readers could read differently: a key given twice,
 * bytes that are no UTF-8, a key that reaches for the prototype (V38).
 */
export function readJsonObject(bytes: Uint8Array): Result<JsonObject, JsonProblem> {
  if (bytes.byteLength > bodyBytesMax) return err('too-large');
  const text = decodeUtf8(bytes);
  if (text === null) return err('not-utf8');
  const value = parse(text);
  if (value === undefined) return err('malformed');
  const problem = findProblem(text);
  if (problem !== null) return err(problem);
  return isObject(value) ? ok(value) : err('not-an-object');
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The exact text of the bytes; null when they are no UTF-8. A byte order mark stays, and makes the text no JSON. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function parse(text: string): JsonValue | undefined {
  try {
    // JSON.parse gives a "__proto__" as a plain own key; findProblem refuses it before anything could spread it.
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** `text` is valid JSON. Walks its tokens, with the keys seen so far of each open object (null for an array). */
function findProblem(text: string): 'too-deep' | 'duplicate-key' | 'forbidden-key' | null {
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;
  const open: (Set<string> | null)[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      if (open.push(token === '{' ? new Set() : null) > jsonDepthMax) return 'too-deep';
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ':') {
      const key = String(JSON.parse(lastString)); // "a" and "\u0061" are the same key
      const seen = open.at(-1);
      if (key === '__proto__') return 'forbidden-key';
      if (seen?.has(key)) return 'duplicate-key';
      seen?.add(key);
    } else if (token !== ',') {
      lastString = token;
    }
  }
  return null;
}
