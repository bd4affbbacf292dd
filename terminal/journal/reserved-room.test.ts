import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Amount, SaleId, TerminalId } from '#payment';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { VirtualClock } from '../testing/virtual-clock.ts';
import type { NewEntry } from '../ports/journal.ts';
import { ReservedRoom, reserveBytes, shortBytes } from './reserved-room.ts';
import { openSqliteJournal, type JournalOptions, type SqliteJournal } from './sqlite-journal.ts';

let folder: string;
let clock: VirtualClock;
/** What the disk has, the reserve counted as free. */
let diskBytes: number;
const rooms: ReservedRoom[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterpay-room-'));
  clock = new VirtualClock();
  diskBytes = 10 * reserveBytes;
});
afterEach(() => {
  for (const room of rooms.splice(0)) room.end();
  rmSync(folder, { recursive: true, force: true });
});

const reserve = (): string => join(folder, 'reserve');

function room(): ReservedRoom {
  const made = new ReservedRoom({
    clock,
    folder,
    freeBytes: () => diskBytes - (statSync(reserve(), { throwIfNoEntry: false })?.size ?? 0),
    log: () => undefined,
  });
  rooms.push(made);
  return made;
}

async function withReserve(): Promise<{ room: ReservedRoom; changes: boolean[]; heldThen: number[] }> {
  const one = room();
  const changes: boolean[] = [];
  const heldThen: number[] = [];
  one.watch(() => {
    changes.push(one.isShort);
    heldThen.push(statSync(reserve()).size);
  });
  await vi.waitFor(() => expect(existsSync(reserve())).toBe(true), { timeout: 5_000 });
  return { room: one, changes, heldThen };
}

function opened(file: string, options: JournalOptions): SqliteJournal {
  const result = openSqliteJournal(file, options);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

function saleOf(number: number): NewEntry {
  const record = { kind: 'sale.opened', saleId: SaleId.parse(`S${number}`), amount: euros, despite: null } as const;
  return { sale: record.saleId, attempt: null, actor: 'host', record };
}

const euros = Amount.parse({ currency: 'EUR', minor: 1_250 });

/** Until the disk takes no more. */
function fill(file: string): void {
  const handle = openSync(file, 'a');
  try {
    const chunk = Buffer.alloc(65_536, 1);
    while (writeSync(handle, chunk) === chunk.length);
  } catch {
    // full
  } finally {
    closeSync(handle);
  }
}

describe('[V20] the room on the disk', () => {
  it('holds back a file of real bytes, and nothing is short', async () => {
    const { room: one, changes } = await withReserve();
    expect(statSync(reserve())).toMatchObject({ size: reserveBytes });
    expect(statSync(reserve()).mode & 0o777).toBe(0o600);
    expect(statSync(reserve()).blocks * 512).toBeGreaterThanOrEqual(reserveBytes);
    expect(one.isShort).toBe(false);
    expect(changes).toEqual([]);
  });

  it('keeps it while new payments are refused, and gives it up in pieces when a write needs them', async () => {
    const { room: one } = await withReserve();
    diskBytes = reserveBytes + shortBytes - 1;
    one.look();
    expect(one.isShort).toBe(true);
    expect(statSync(reserve()).size).toBe(reserveBytes);

    expect(one.giveUp()).toBe(true);
    expect(statSync(reserve()).size).toBe(reserveBytes - 65_536);
    for (let piece = 1; piece < 256; piece++) expect(one.giveUp()).toBe(true);
    expect(statSync(reserve()).size).toBe(0);
    expect(one.giveUp()).toBe(false);
  });

  it('tells of both, and begins again only with room for a new reserve and more', async () => {
    const { room: one, changes } = await withReserve();
    diskBytes = reserveBytes;
    await clock.advance(2_000);
    expect(changes).toEqual([true]);
    while (one.giveUp());

    diskBytes = reserveBytes + 2 * shortBytes - 1;
    await clock.advance(2_000);
    expect(one.isShort).toBe(true);

    diskBytes = reserveBytes + 2 * shortBytes;
    await clock.advance(2_000);
    await vi.waitFor(() => expect(changes).toEqual([true, false]), { timeout: 5_000 });
    expect(statSync(reserve()).size).toBe(reserveBytes);
  });

  it('never goes back and forth between two looks, and what a look finds is told at once', async () => {
    const { room: one, changes } = await withReserve();
    diskBytes = reserveBytes + shortBytes - 1;
    expect([one.isShort, changes]).toEqual([false, []]);
    one.look();
    expect([one.isShort, changes]).toEqual([true, [true]]);

    diskBytes = 10 * reserveBytes;
    one.look();
    expect([one.isShort, changes]).toEqual([true, [true]]);
    await clock.advance(2_000);
    expect([one.isShort, changes]).toEqual([false, [true, false]]);
  });

  it('is there again only with the reserve whole', async () => {
    const { room: one, heldThen } = await withReserve();
    diskBytes = reserveBytes;
    one.look();
    while (one.giveUp());
    diskBytes = 10 * reserveBytes;
    await clock.advance(2_000);
    await vi.waitFor(() => expect(heldThen).toEqual([reserveBytes, reserveBytes]), { timeout: 5_000 });
  });

  it('at a start on a full disk a piece is given up before anything is written', () => {
    writeFileSync(reserve(), Buffer.alloc(reserveBytes));
    diskBytes = reserveBytes;
    expect(room().isShort).toBe(true);
    expect(statSync(reserve()).size).toBe(reserveBytes - 4 * 65_536);
  });

  it('a real disk that somebody fills and fills again still takes what is open, and opens again', async (context) => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', disk]);
    if (mounted.status !== 0) return context.skip('a disk of its own needs the right to mount one (root)');
    try {
      const one = new ReservedRoom({ clock, folder: disk, log: () => undefined });
      rooms.push(one);
      one.watch(() => undefined);
      await vi.waitFor(() => expect(existsSync(join(disk, 'reserve'))).toBe(true), { timeout: 5_000 });
      const file = join(disk, 'journal.sqlite');
      const options = { terminalId: TerminalId.parse('TILL1'), makeRoom: () => one.giveUp() };
      const journal = opened(file, { ...options, stamp: { environment: 'sandbox', bootId: 'boot1', clock } });
      for (let number = 1; number <= 150; number++) {
        fill(join(disk, 'somebody-elses')); // takes whatever is free, before every write
        await journal.append([saleOf(number)]);
      }
      journal.close();
      const again = opened(file, { ...options, stamp: { environment: 'sandbox', bootId: 'boot2', clock } });
      expect([...again.readAll()]).toHaveLength(151);
      again.close();
      expect(statSync(join(disk, 'reserve')).size).toBeGreaterThan(0);
    } finally {
      spawnSync('umount', ['-l', disk]);
    }
  });

  it('half a reserve of an earlier process is none', async () => {
    writeFileSync(reserve(), 'half');
    await withReserve().catch(() => undefined);
    await vi.waitFor(() => expect(statSync(reserve()).size).toBe(reserveBytes), { timeout: 5_000 });
  });

  it('a folder that is gone is no room', () => {
    rmSync(folder, { recursive: true });
    expect(new ReservedRoom({ clock, folder, log: () => undefined }).isShort).toBe(true);
  });
});
