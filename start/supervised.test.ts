import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { CannotStart } from './cannot-start.ts';
import { byNode, type ReadyLine, supervise } from './supervised.ts';

let folder: string;
let said: string[];
let listening: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
  said = [];
  listening = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a process and starts it under supervision. */
function superviseProgram(program: string, over: { signal?: AbortSignal } = {}) {
  const entry = join(folder, 'program.mjs');
  writeFileSync(entry, program);
  const pids: number[] = [];
  const again = Promise.withResolvers<ReadyLine>();
  const supervised = supervise({
    name: 'part',
    command: byNode(entry),
    port: 0,
    flags: (port) => ['--port', String(port)],
    say: (words) => said.push(words),
    onPid: (pid) => pids.push(pid),
    onListening: (url) => listening.push(url),
    onReadyAgain: again.resolve,
    signal: over.signal ?? new AbortController().signal,
  });
  return { supervised, pids, again: again.promise };
}

const listens = `
  import { createServer } from 'node:http';
  const server = createServer().listen(Number(process.argv[3]), '127.0.0.1', () => {
    console.error('listening');
    const url = 'http://127.0.0.1:' + server.address().port;
    console.log(JSON.stringify({ listening: 'part', url }));
    console.log(JSON.stringify({ ready: 'part', url }));
  });
`;

it('a process that dies is started again on the same port, and its lines carry its name', async () => {
  const { supervised, pids, again } = superviseProgram(listens);
  const first = await supervised;
  process.kill(pids[0] ?? 0, 'SIGKILL');
  expect(await again).toEqual(first.ready);
  expect(pids).toHaveLength(2);
  expect(listening).toEqual([first.ready.url]); // a page that was open finds the new one by itself
  await first.stop(2_000);
  expect(said).toEqual([
    'part | listening',
    'part ended unexpectedly (signal SIGKILL); starting it again in 0.5 s',
    'part | listening',
    'part is running again',
  ]);
  expect(isAlive(pids[1])).toBe(false);
});

it('a process that ends before it is ready is not tried again', async () => {
  const { supervised, pids } = superviseProgram(`console.error('the settings are wrong'); process.exit(1);`);
  await expect(supervised).rejects.toThrow(new CannotStart('The part could not start; the lines above say why.'));
  expect(said).toEqual(['part | the settings are wrong']);
  expect(pids).toHaveLength(1);
});

it('a process that does not listen to SIGTERM is killed', async () => {
  const { supervised, pids } = superviseProgram(`process.on('SIGTERM', () => {}); ${listens}`);
  await (await supervised).stop(100);
  expect(isAlive(pids[0])).toBe(false);
});

it('an end that is asked for during the start leaves nothing running', async () => {
  const ending = new AbortController();
  const { supervised, pids } = superviseProgram('setInterval(() => {}, 1000);', { signal: ending.signal });
  ending.abort();
  await expect(supervised).rejects.toThrow(CannotStart);
  expect(isAlive(pids[0])).toBe(false);
});

function isAlive(pid: number | undefined): boolean {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
}
