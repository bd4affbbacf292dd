import { expect, it } from 'vitest';

import { readDisplayHere, readEnvelope } from './envelope.ts';

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

it('a display may say that it is there, by an id that is not its own choice', () => {
  const here = { do: 'display-here' };
  expect(readDisplayHere(JSON.stringify({ id: 'of-a-till', command: here }))).toEqual({ id: 'display', command: here });
});

it.each([
  ['a command', frame],
  ['a stop', { id: 'a1', command: { do: 'stop', paymentRequestId: 'p1' } }],
  ['more than that it is there', { id: 'a1', command: { do: 'display-here', amount: 1 } }],
  ['a field too many', { id: 'a1', command: { do: 'display-here' }, more: 1 }],
  ['nothing', undefined],
])('[V39] a display may say nothing else: %s', (_, said) => {
  expect(readDisplayHere(JSON.stringify(said) ?? '')).toBeNull();
});
