import { expect, it } from 'vitest';

import { wrongHostFlag } from './host-flags.ts';

it.each([
  {},
  { backend: 'http://127.0.0.1:4781' },
  { backend: 'pay.example.com', 'backend-key': 'k.pem' },
  { 'time-scale': '0.5', 'time-origin': '0' },
])('%j is taken', (texts) => {
  expect(wrongHostFlag(texts)).toBeNull();
});

it.each([
  [{ backend: 'http://192.168.1.5:4781' }, '--backend'],
  [{ backend: 'nonsense at all' }, '--backend'],
  [{ 'backend-key': 'k.pem' }, '--backend'],
  [{ 'time-scale': 'fast' }, '--time-scale'],
  [{ 'time-scale': '' }, '--time-scale'],
  [{ 'time-scale': '1001' }, '--time-scale'],
  [{ 'time-origin': 'today' }, '--time-origin'],
  [{ 'time-origin': '-1' }, '--time-origin'],
  [{ 'time-origin': '8640000000000001' }, '--time-origin'],
])('%j is refused in one sentence that names the flag', (texts, flag) => {
  const why = wrongHostFlag(texts);
  expect(why).toMatch(/^--[^\n]+\.$/);
  expect(why?.startsWith(flag)).toBe(true);
});
