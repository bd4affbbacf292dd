import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expect, it } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');

it('prints one line of JSON when it is ready, and ends when it is told to', async () => {
  const program = spawn(process.execPath, [main, '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
  const ready = JSON.parse(line) as Record<string, unknown>;
  expect(ready).toMatchObject({ ready: 'printer', port: expect.any(Number), token: expect.stringMatching(/^.{32}$/) });
  expect(ready['page']).toBe(`${String(ready['url'])}/?start=${String(ready['token'])}`);
  program.kill('SIGTERM');
  expect(await once(program, 'exit')).toEqual([0, null]);
});

it('says in a sentence that its port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const ended = spawnSync(process.execPath, [main, '--port', String(port)], { encoding: 'utf8', timeout: 15_000 });
  taken.close();
  expect([ended.status, ended.stderr]).toEqual([
    1,
    `The printer could not start: port ${port} is taken by another program.\n`,
  ]);
});
