import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HostFrame } from '#contract';
import { TerminalId } from '#payment';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openSqliteJournal } from '../journal/sqlite-journal.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';

const program = new URL('main.ts', import.meta.url).pathname;

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'counterpay-host-'))));
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function flags(): string[] {
  // Nobody listens on port 1.
  return ['--data', folder, '--backend', 'http://127.0.0.1:1', '--backend-key', join(folder, 'backend.pub.pem')];
}

/** A forked host, and a way to wait for what it says. */
function forked() {
  const child = fork(program, flags(), { silent: true });
  children.push(child);
  const frames: HostFrame[] = [];
  child.on('message', (message) => frames.push(HostFrame.parse(message)));
  async function frame(fits: (frame: HostFrame) => boolean): Promise<HostFrame> {
    for (;;) {
      const found = frames.find(fits);
      if (found !== undefined) return found;
      await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(() => Promise.reject(new Error('it ended'))),
      ]);
    }
  }
  async function ask(id: string, command: unknown): Promise<unknown> {
    child.send({ id, command });
    const answer = await frame((one) => one.frame === 'reply' && one.id === id);
    return answer.frame === 'reply' ? answer.reply : undefined;
  }
  return { child, frame, ask, isReady: () => frame((one) => one.frame === 'snapshot') };
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

async function alone(...args: string[]): Promise<{ code: number | null; out: string; problem: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  let out = '';
  let problem = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (problem += part));
  await once(child, 'close');
  return { code: child.exitCode, out, problem };
}

function scan(text: string) {
  return { do: 'scan', saleId: 'S1', text, source: 'typed' };
}

describe('the host’s process', () => {
  it('starts with a sample shop, a private key and a snapshot; ends in order, and can be started again', async () => {
    const first = forked();
    expect(await first.isReady()).toMatchObject({
      snapshot: { environment: 'sandbox', stage: { at: 'idle' }, shop: { merchantName: 'Harbour Tea House' } },
    });
    expect(statSync(join(folder, 'terminal.key.pem')).mode & 0o777).toBe(0o600);
    const key = readFileSync(join(folder, 'terminal.pub.pem'), 'utf8');
    first.child.kill('SIGTERM');
    expect(await ended(first.child)).toBe(0);

    const second = forked();
    await second.isReady();
    expect(readFileSync(join(folder, 'terminal.pub.pem'), 'utf8')).toBe(key);
    second.child.disconnect();
    expect(await ended(second.child)).toBe(0);
  });

  it('[V21] a second one on the same folder says so, and sells nothing', async () => {
    const first = forked();
    await first.isReady();
    const second = forked();

    expect(await second.frame(({ frame }) => frame === 'cannot-run')).toMatchObject({
      why: 'in-use',
      file: join(folder, 'journal.sqlite'),
    });
    const reply = await second.ask('a', { do: 'details', paymentRequestId: 'TILL1a' });
    expect(reply).toEqual({ is: 'refused', why: 'not-selling' });
    expect(second.child.exitCode).toBeNull();
  });

  it('[V36] [V37] [V39] keeps nothing of a code, a card number or an unreadable command but that it came', async () => {
    const { child, ask, isReady } = forked();
    await isReady();
    await ask('a', { do: 'charge', saleId: 'S1', amount: { currency: 'EUR', minor: 1_250 } });
    expect(await ask('b', scan('4111111111111111'))).toEqual({ is: 'bad-scan', why: 'card-number' });
    expect(await ask('c', scan('281234567890123456'))).toEqual({ is: 'bad-scan', why: 'backend-away' });
    expect(await ask('d', { do: 'mark-paid', code: '281234567890123456' })).toEqual({
      is: 'refused',
      why: 'unreadable',
    });
    child.kill('SIGTERM');
    await ended(child);

    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      expect(bytes.includes('4111111111111111') || bytes.includes('281234567890123456'), name).toBe(false);
    }
    const opened = openSqliteJournal(join(folder, 'journal.sqlite'), {
      terminalId: TerminalId.parse('TILL1'),
      stamp: { environment: 'sandbox', bootId: 'check', clock: new VirtualClock() },
    });
    if (!opened.ok) throw new Error(opened.error.detail);
    const records = [...opened.value.readAll()].map(({ record }) => record);
    opened.value.close();
    expect(records.filter((record) => record?.kind === 'security')).toEqual([
      { kind: 'security', why: 'unreadable-command' },
    ]);
  });

  it('names the field that is wrong in the settings', async () => {
    writeFileSync(join(folder, 'settings.json'), '{"terminalId":"TILL1"}');
    const { frame, child } = forked();

    expect(await frame((one) => one.frame === 'cannot-run')).toMatchObject({
      why: 'settings-invalid',
      detail: expect.stringContaining('currency: is missing.'),
      file: join(folder, 'settings.json'),
    });
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);

    const { code, out, problem } = await alone(...flags(), '--json');
    expect(code).toBe(3);
    expect(out).toContain('"frame":"cannot-run"');
    expect(problem).toContain('settings-invalid');
  });

  it('says in one sentence what is wrong with how it was called', async () => {
    expect(await alone('--data', folder, '--sell-everything')).toMatchObject({ code: 2, out: '' });
    const keyAlone = await alone('--data', folder, '--backend-key', 'k');
    expect(keyAlone.problem).toBe('--backend is needed with --backend-key.\n');
    const inTheClear = await alone('--data', folder, '--backend', 'http://192.168.1.5:4781');
    expect(inTheClear).toMatchObject({ code: 2, problem: expect.stringMatching(/^--backend [^\n]+\.\n$/) });
    expect((await alone('--help')).out).toContain('--backend-key FILE');
  });
});
