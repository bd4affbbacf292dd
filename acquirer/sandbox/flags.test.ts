import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { helpText, readFlags } from './flags.ts';

const needed = ['--port', '0', '--data', 'd', '--public-key', 'p'];
const client = (id: string): string[] => ['--client', id, '--client-key', `${id}.pem`];

it('takes several clients, each with its key', () => {
  const read = readFlags([...needed, ...client('A'), ...client('B'), '--tls', '0'], 0);
  expect(read).toMatchObject({
    kind: 'flags',
    flags: {
      tlsPort: 0,
      clients: [
        { id: 'A', keyFile: 'A.pem' },
        { id: 'B', keyFile: 'B.pem' },
      ],
    },
  });
  expect(readFlags([...needed, ...client('A')], 0)).toMatchObject({ flags: { tlsPort: null } });
});

it.each([
  ['a client without a key', [...needed, ...client('A'), '--client', 'B'], '--client-key'],
  ['the same client twice', [...needed, ...client('A'), ...client('A')], '--client'],
  ['no client', needed, '--client'],
  ['a port that is none', [...needed, ...client('A'), '--tls', '70000'], '--tls'],
  ['a flag that it does not know', [...needed, ...client('A'), '--tsl', '1'], "Unknown option '--tsl'"],
])('says in a sentence what is wrong with %s', (_what, argv, names) => {
  const read = readFlags(argv, 0);
  expect(read.kind === 'wrong' && read.sentence).toContain(names);
});

it('tells of every flag', () => {
  const flags = 'port tls data client client-key public-key strict currency time-scale time-origin help'.split(' ');
  for (const flag of flags) expect(helpText).toContain(`--${flag} `);
});

it('ends with a sentence, and wholly, when the port for TLS is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'flags-'));
  const own = ['--port', '0', '--tls', String(port), '--data', folder, '--public-key', join(folder, 'p.pem')];
  const main = join(import.meta.dirname, 'main.ts');
  const ended = spawnSync(process.execPath, [main, ...own, ...client('A')], { encoding: 'utf8', timeout: 15_000 });
  taken.close();
  rmSync(folder, { recursive: true });
  expect(ended.status).toBe(1);
  expect(ended.stderr).toContain('is taken by another program');
});
