import { expect, it } from 'vitest';

import { readFlags } from './flags.ts';

const needed = ['--data', 'd', '--backend', 'http://127.0.0.1:1', '--backend-key', 'k.pem'];

it('what the host needs is handed on, the port is not', () => {
  const read = readFlags([...needed, '--port', '0', '--time-scale', '10']);
  expect(read).toEqual({
    kind: 'flags',
    flags: { port: 0, dataDir: 'd', drivers: true, hostFlags: [...needed, '--time-scale', '10'] },
  });
});

it('a till that is paired, or will be, needs its folder only', () => {
  expect(readFlags(['--data', 'd'])).toEqual({
    kind: 'flags',
    flags: { port: 4780, dataDir: 'd', drivers: true, hostFlags: ['--data', 'd'] },
  });
});

it('an unknown flag, a missing one and a bad port are each one sentence', () => {
  const keyAlone = ['--data', 'd', '--backend-key', 'k.pem'];
  for (const args of [[...needed, '--prot', '1'], [], keyAlone, [...needed, '--port', '70000'], ['stray']]) {
    const read = readFlags(args);
    expect(read).toMatchObject({ kind: 'wrong', why: expect.stringMatching(/^[^\n]+\.$/) });
  }
});

it('a flag that the host would not take is refused before there is a host', () => {
  const wrong = [
    ['--backend', 'http://192.168.1.5:4781'],
    ['--backend', 'nonsense at all'],
    ['--time-scale', 'fast'],
    ['--time-origin', 'today'],
  ];
  for (const args of wrong)
    expect(readFlags(['--data', 'd', ...args])).toMatchObject({ kind: 'wrong', why: expect.stringContaining('--') });
});
