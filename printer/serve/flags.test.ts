import { expect, it } from 'vitest';

import { helpText, readFlags } from './flags.ts';

it('needs none', () => {
  expect(readFlags([])).toEqual({
    kind: 'flags',
    flags: {
      port: 9100,
      listen: '127.0.0.1',
      controlPort: 0,
      paper: 80,
      script: 'none',
      drawerOpen: 'low',
      drawerPin: 2,
      bufferBytes: 4_096,
      json: false,
    },
  });
});

it.each([
  ['--port', '70000'],
  ['--control', '-1'],
  ['--listen', 'somewhere'],
  ['--paper', '70'],
  ['--script', 'utf-8'],
  ['--drawer-open', 'up'],
  ['--drawer-pin', '3'],
  ['--buffer', '0'],
])('says in a sentence what is wrong with %s %s', (flag, value) => {
  const read = readFlags([`${flag}=${value}`]);
  expect(read.kind === 'wrong' && read.sentence).toMatch(new RegExp(`^${flag} needs .+\\. --help lists the flags\\.$`));
});

it('does not guess what an unknown flag means', () => {
  const read = readFlags(['--pron', '9100']);
  expect(read.kind === 'wrong' && read.sentence).toContain("Unknown option '--pron'");
});

it('tells of every flag', () => {
  for (const flag of 'port listen control paper script drawer-open drawer-pin buffer json help'.split(' '))
    expect(helpText).toContain(`--${flag} `);
});
