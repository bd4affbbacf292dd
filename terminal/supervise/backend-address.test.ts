import { expect, it } from 'vitest';

import { readBackendAddress } from './backend-address.ts';

it.each([
  ['https://pay.example.com', 'https://pay.example.com'],
  [' pay.example.com ', 'https://pay.example.com'],
  ['PAY.example.com:8443/', 'https://pay.example.com:8443'],
  ['https://pay.example.com/tills//', 'https://pay.example.com/tills'],
  ['127.0.0.1:4781', 'http://127.0.0.1:4781'],
  ['localhost:4781', 'http://localhost:4781'],
  ['http://[::1]:4781', 'http://[::1]:4781'],
])('%j is %s', (typed, address) => {
  expect(readBackendAddress(typed)).toBe(address);
});

it.each([
  ['', 'nothing'],
  ['http://pay.example.com', 'in the clear over a network'],
  ['http://127.0.0.1.example.com', 'a name that only begins like this machine'],
  ['https://me:secret@pay.example.com', 'a secret in an address'],
  ['https://pay.example.com/?a=1', 'a question'],
  ['https://pay.example.com/#a', 'a place in a page'],
  ['file:///etc/passwd', 'a file'],
  ['javascript:alert(1)', 'a program'],
  ['pay example', 'two words'],
  [`${'a'.repeat(300)}.com`, 'too long'],
])('%j is no address of a backend: %s', (typed) => {
  expect(readBackendAddress(typed)).toBeNull();
});
