import { resolve } from 'node:path';

import { expect, it } from 'vitest';

import { readFlags } from './flags.ts';

it('without flags: what this machine can show, data/ in the checkout, ports from 4780, the real speed', () => {
  expect(readFlags([], '/checkout')).toEqual({
    kind: 'flags',
    flags: {
      shell: 'any',
      display: 'auto',
      json: false,
      timeScale: 1,
      dataDir: resolve('/checkout/data'),
      ports: { till: 4780, backend: 4781, sandbox: 4782 },
    },
  });
});

it('every flag is taken', () => {
  const args = ['--shell', 'none', '--json', '--data', 'd', '--port', '0', '--time-scale', '20'];
  args.push('--display', 'window');
  expect(readFlags(args, '/checkout')).toEqual({
    kind: 'flags',
    flags: {
      shell: 'none',
      display: 'window',
      json: true,
      timeScale: 20,
      dataDir: resolve('d'),
      ports: { till: 0, backend: 0, sandbox: 0 },
    },
  });
});

it('what cannot be meant is answered in one sentence', () => {
  const wrong = [
    ['--shel'],
    ['--shell', 'window'],
    ['--display', 'on'],
    ['--port', '65534'],
    ['--port', 'x'],
    ['--time-scale', '0'],
    ['x'],
  ];
  for (const args of wrong)
    expect(readFlags(args, '/checkout')).toEqual({ kind: 'wrong', why: expect.stringMatching(/^[^\n]+\.$/) });
});
