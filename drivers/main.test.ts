import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';

import { DriverFrame, PrinterFrame } from '#contract';

const entry = fileURLToPath(new URL('main.ts', import.meta.url));
const patience = { timeout: 20_000 };

const Frame = z.union([DriverFrame, PrinterFrame]);

let folder: string;
let child: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drivers-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
  rmSync(folder, { recursive: true });
});

/** Starts the driver process as a shell does, and collects what it says. */
function forked(): { frames: DriverFrame[]; said: (count: number) => Promise<void> } {
  const started = fork(entry, ['--data', folder], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  child = started;
  const frames: DriverFrame[] = [];
  started.on('message', (frame) => {
    if (!PrinterFrame.safeParse(frame).success) frames.push(DriverFrame.parse(frame));
  });
  const said = async (count: number): Promise<void> => {
    while (frames.length < count) await once(started, 'message');
  };
  return { frames, said };
}

describe('the driver process', () => {
  it('says its devices first, then that it is at work, and answers a command', patience, async () => {
    const { frames, said } = forked();
    await said(2);
    expect(frames.slice(0, 2)).toMatchObject([{ driver: 'devices', scanners: [] }, { driver: 'alive' }]);
    frames.splice(0);
    child?.send({ to: 'nonsense' });
    child?.send('nonsense');
    child?.send({ to: 'look' });
    while (!frames.some(({ driver }) => driver === 'devices')) await said(frames.length + 1);

    expect(frames.filter(({ driver }) => driver === 'devices')).toHaveLength(1);
  });

  it('ends when whoever started it goes, and when it is asked to', patience, async () => {
    const first = forked();
    await first.said(1);
    const gone = once(child!, 'exit');
    child?.disconnect();
    expect(await gone).toEqual([0, null]);

    const second = forked();
    await second.said(1);
    const asked = once(child!, 'exit');
    child?.kill('SIGTERM');
    expect(await asked).toEqual([0, null]);
  });

  it('speaks JSON lines with --json, until its stdin ends', patience, async () => {
    const spawned = spawn(process.execPath, [entry, '--data', folder, '--json'], { stdio: ['pipe', 'pipe', 'ignore'] });
    child = spawned;
    let output = '';
    spawned.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    while (!output.includes('"printers"')) await once(spawned.stdout, 'data');
    spawned.stdin.end('not JSON\n');

    expect(await once(spawned, 'exit')).toEqual([0, null]);
    const lines = output.trim().split('\n');
    expect(lines.map((line) => Frame.parse(JSON.parse(line)).driver).slice(0, 3)).toEqual([
      'devices',
      'alive',
      'printers',
    ]);
  });

  it.each([
    [[], 2, /--data is needed/],
    [['--data', 'x'], 2, /--json/],
    [['--data', 'x', '--nonsense'], 2, /nonsense/],
    [['--help'], 0, /driver process/],
  ])('started by nobody with %j ends with %i and a sentence', patience, async (args, code, words) => {
    const spawned = spawn(process.execPath, [entry, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    child = spawned;
    let output = '';
    for (const stream of [spawned.stdout, spawned.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));

    expect(await once(spawned, 'close')).toEqual([code, null]);
    expect(output).toMatch(words);
  });
});
