import { resolve } from 'node:path';

import { expect, it } from 'vitest';

import { ownArguments, readFlags } from './flags.ts';

it('what the host needs is handed on, what the window needs is not', () => {
  const args = ['--data', '/d', '--backend', 'https://b/', '--full-screen', '--end-with-stdin', '--time-scale', '10'];
  args.push('--display', 'window');
  expect(readFlags(args, '/home/me/.config')).toEqual({
    kind: 'flags',
    flags: {
      dataDir: resolve('/d'),
      drivers: true,
      fullScreen: true,
      display: 'window',
      endWithStdin: true,
      hostFlags: ['--data', resolve('/d'), '--backend', 'https://b/', '--time-scale', '10'],
    },
  });
});

it('without flags the till lies where this user’s programs keep their data', () => {
  expect(readFlags([], '/home/me/.config')).toMatchObject({
    flags: { dataDir: resolve('/home/me/.config/counterpay/till'), fullScreen: false, display: 'auto' },
  });
});

it('a flag that is not known is one sentence, also one of Chromium’s or Node’s', () => {
  for (const flag of ['--remote-debugging-port=9222', '--inspect', '--no-sandbox', 'stray'])
    expect(readFlags([flag], '/')).toMatchObject({ kind: 'wrong', why: expect.stringMatching(/^[^\n]+\.$/) });
});

it('the customer’s screen is auto, window or off', () => {
  const why = '--display is auto, window or off, not on.';
  expect(readFlags(['--display', 'on'], '/')).toEqual({ kind: 'wrong', why });
});

it('a flag that the host would not take is refused before there is a host', () => {
  const wrong = [
    ['--backend', 'http://192.168.1.5:4781'],
    ['--backend-key', 'k.pem'],
    ['--time-scale', 'fast'],
    ['--time-origin', 'today'],
  ];
  for (const args of wrong)
    expect(readFlags(args, '/')).toMatchObject({ kind: 'wrong', why: expect.stringMatching(/^--[^\n]+\.$/) });
});

it('the words for the till follow the program, and in a checkout the program’s folder', () => {
  expect(ownArguments(['/opt/counterpay', '--data', 'd'], true)).toEqual(['--data', 'd']);
  expect(ownArguments(['electron', '--no-sandbox', '.', '--data', 'd'], false)).toEqual(['--data', 'd']);
  expect(ownArguments(['electron'], false)).toEqual([]);
});
