import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { VirtualClock } from '../testing/virtual-clock.ts';
import { ReservedRoom, reserveBytes, shortBytes } from './reserved-room.ts';

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

async function withReserve(): Promise<{ room: ReservedRoom; changes: boolean[] }> {
  const one = room();
  const changes: boolean[] = [];
  one.watch(() => changes.push(one.isShort));
  await vi.waitFor(() => expect(existsSync(reserve())).toBe(true), { timeout: 5_000 });
  return { room: one, changes };
}

describe('[V20] the room on the disk', () => {
  it('holds back a file of real bytes, and nothing is short', async () => {
    const { room: one, changes } = await withReserve();
    expect(statSync(reserve())).toMatchObject({ size: reserveBytes, mode: expect.any(Number) });
    expect(statSync(reserve()).blocks * 512).toBeGreaterThanOrEqual(reserveBytes);
    expect(one.isShort).toBe(false);
    expect(changes).toEqual([]);
  });

  it('gives it up when the disk fills, so that what is open finds room', async () => {
    const { room: one } = await withReserve();
    diskBytes = reserveBytes + shortBytes - 1;
    expect(one.isShort).toBe(true);
    expect(existsSync(reserve())).toBe(false);
  });

  it('tells of both, and begins again only with room for a new reserve and more', async () => {
    const { room: one, changes } = await withReserve();
    diskBytes = reserveBytes;
    await clock.advance(2_000);
    expect(changes).toEqual([true]);

    diskBytes = reserveBytes + 2 * shortBytes - 1;
    await clock.advance(2_000);
    expect(one.isShort).toBe(true);

    diskBytes = reserveBytes + 2 * shortBytes;
    await clock.advance(2_000);
    await vi.waitFor(() => expect(changes).toEqual([true, false]), { timeout: 5_000 });
    expect(existsSync(reserve())).toBe(true);
  });

  it('at a start on a full disk it is given up before anything is written', () => {
    writeFileSync(reserve(), Buffer.alloc(reserveBytes));
    diskBytes = reserveBytes;
    expect(room().isShort).toBe(true);
    expect(existsSync(reserve())).toBe(false);
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
