import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { jsonDepthMax, readJsonObject } from './json-reader.ts';

const read = (text: string): unknown => readJsonObject(Buffer.from(text, 'utf8'));
const refused = (error: string): unknown => ({ ok: false, error });

const ofBytes = (bytes: number): string => `{"a":"${'x'.repeat(bytes - 8)}"}`;
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

it('reads one JSON object', () => {
  expect(read('{"a":{"b":["c",1,true,null]},"d":"{\\"}[:,"}')).toEqual({
    ok: true,
    value: { a: { b: ['c', 1, true, null] }, d: '{"}[:,' },
  });
});

it('[V38] refuses more than 64 KB, and takes exactly that much', () => {
  expect(read(ofBytes(65_536))).toMatchObject({ ok: true });
  expect(read(ofBytes(65_537))).toEqual(refused('too-large'));
});

it('[V38] refuses a key given twice, however it is spelled and wherever it stands', () => {
  expect(read('{"result":{"a":"1","a":"2"}}')).toEqual(refused('duplicate-key'));
  expect(read('{"a":1,"b":{},"\\u0061":2}')).toEqual(refused('duplicate-key'));
  expect(read('{"a":[{"k":1},{"k":2}],"k":{"k":"k"}}')).toMatchObject({ ok: true });
});

it('[V38] refuses what is nested too deep', () => {
  expect(read(nested(jsonDepthMax))).toMatchObject({ ok: true });
  expect(read(nested(jsonDepthMax + 1))).toEqual(refused('too-deep'));
  expect(read(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)).toEqual(refused('too-deep'));
  expect(read('['.repeat(60_000))).toEqual(refused('malformed'));
});

it('[V38] lets nothing reach a prototype', () => {
  expect(read('{"__proto__":{"admin":true}}')).toEqual(refused('forbidden-key'));
  expect(read('{"a":{"__pr\\u006fto__":1}}')).toEqual(refused('forbidden-key'));
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
});

it('[V38] refuses bytes that are no UTF-8, a byte order mark, other JSON values and other text', () => {
  expect(readJsonObject(Buffer.from('7b2261223a22ff227d', 'hex'))).toEqual(refused('not-utf8'));
  expect(readJsonObject(Buffer.from('7b2261223a22c0af227d', 'hex'))).toEqual(refused('not-utf8'));
  expect(read('\uFEFF{}')).toEqual(refused('malformed'));
  for (const text of ['[]', '"a"', '1', 'null']) expect(read(text)).toEqual(refused('not-an-object'));
  for (const text of ['', '{', '{"a":1}{', "{'a':1}", '{"a":1,}', '{"a":NaN}']) {
    expect(read(text)).toEqual(refused('malformed'));
  }
});

it('[V38] reads what JSON.stringify wrote, and never throws over other bytes', () => {
  const key = fc.string().filter((name) => name !== '__proto__');
  const objects = fc.dictionary(key, fc.jsonValue({ maxDepth: 3, noUnicodeString: false }));
  fc.assert(
    fc.property(objects, (value) => {
      const text = JSON.stringify(value);
      fc.pre(!text.includes('__proto__'));
      expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) });
    }),
    { numRuns: 100 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(readJsonObject(bytes)).toHaveProperty('ok');
    }),
    { numRuns: 100 },
  );
});
