import { expect, it } from 'vitest';

import { readEnvelope } from './envelope.ts';

const frame = { id: 'a1', command: { do: 'scan', saleId: null, text: '[{"\\', source: 'typed' } };

it('reads a frame, whatever stands in its texts', () => {
  expect(readEnvelope(JSON.stringify(frame))).toEqual(frame);
  expect(readEnvelope(JSON.stringify({ ...frame, command: { text: '['.repeat(5_000) } }))).not.toBeNull();
});

it.each([
  ['a field too many', JSON.stringify({ ...frame, more: 1 })],
  ['no id', '{"command":{}}'],
  ['nested too deep', `{"id":"a1","command":${'['.repeat(16)}${']'.repeat(16)}}`],
  ['no JSON', '{"id":"a1","command":'],
  ['more than 64 KB', JSON.stringify({ id: 'a1', command: 'x'.repeat(65_536) })],
])('[V39] takes nothing else: %s', (_, text) => expect(readEnvelope(text)).toBeNull());

it.each([
  ['escaped quotes', '\\"'.repeat(32_700)],
  ['quotes and escapes', '"\\'.repeat(32_700)],
  ['unfinished texts', '"a\\'.repeat(21_000)],
  ['quotes', '"'.repeat(65_000)],
])('[V39] is done at once with 64 KB of %s', (_, text) => {
  const startedAt = performance.now();
  expect(readEnvelope(text)).toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(500);
});
