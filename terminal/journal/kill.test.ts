import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { TerminalId } from '#payment';
import { expect, it } from 'vitest';

import { VirtualClock } from '../testing/virtual-clock.ts';
import { openSqliteJournal } from './sqlite-journal.ts';

const kills = 24;
const program = new URL('../testing/append-forever.ts', import.meta.url).pathname;

it(
  '[V15] a killed process loses no acknowledged record, and leaves whole steps only',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'counterpay-kill-'));
    const file = join(folder, 'journal.sqlite');
    const acknowledged: string[] = [];

    for (let round = 1; round <= kills; round++) {
      const said = await killedAfter(3 + ((round * 7) % 30), file, `boot${round}`);
      acknowledged.push(...said);
    }

    const opened = openSqliteJournal(file, {
      terminalId: TerminalId.parse('TILL1'),
      stamp: { environment: 'sandbox', bootId: 'check', clock: new VirtualClock() },
    });
    if (!opened.ok) throw new Error(opened.error.detail);
    const entries = [...opened.value.readAll()];
    opened.value.close();
    rmSync(folder, { recursive: true, force: true });
    const kept = new Set(entries.map(({ seq, hash }) => `${seq}:${hash}`));
    expect(acknowledged.length).toBeGreaterThan(kills);
    expect(acknowledged.filter((line) => !kept.has(line))).toEqual([]);
    const count = (kind: string): number => entries.filter((entry) => entry.kind === kind).length;
    expect(count('sale.opened')).toBe(count('sale.closed'));
  },
);

/** Lets the process acknowledge `lines` records and a little more, and gives the lines that arrived whole. */
async function killedAfter(lines: number, file: string, bootId: string): Promise<string[]> {
  const child = spawn(process.execPath, [program, file, bootId], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    if (text.split('\n').length > lines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return text.split('\n').slice(0, -1);
}
