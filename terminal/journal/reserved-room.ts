import { randomFillSync } from 'node:crypto';
import { renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

import type { Clock, Timer } from '#payment';

import type { Room } from '../ports/room.ts';

/**
 * Held back on the disk, for what is open when it fills up: 21 payments of some 60 records of 2.5 KB, twice, since the
 * write-ahead log holds them once more.
 */
export const reserveBytes = 16 * 1024 * 1024;

/** With less than this beside the reserve, new payments are refused. */
export const shortBytes = 4 * 1024 * 1024;

/** Selling begins again with so much, so that it does not go back and forth. */
const enoughBytes = 2 * shortBytes;

const lookEveryMs = 2_000;
const chunkBytes = 1024 * 1024;

export type RoomParts = {
  clock: Pick<Clock, 'after'>;
  /** The journal's. */
  folder: string;
  /** Free bytes for this user on the folder's disk; another one in tests. */
  freeBytes?: (folder: string) => number;
  log: (line: string) => void;
};

/**
 * A file that takes up room, so that it can be given up: a full disk then still takes the records of what is open.
 * It is given up when the disk is nearly full, and made anew when there is room again.
 */
export class ReservedRoom implements Room {
  readonly #parts: RoomParts;
  readonly #file: string;
  #held: boolean;
  #short: boolean;
  #making = false;
  #timer: Timer | null = null;
  #ended = false;

  /** Gives the reserve up at once when the disk is full, before anything else is written. */
  constructor(parts: RoomParts) {
    this.#parts = parts;
    this.#file = join(parts.folder, 'reserve');
    this.#held = sizeOf(this.#file) === reserveBytes;
    this.#short = this.#isBelow(shortBytes);
    this.#giveUpIfShort();
  }

  get isShort(): boolean {
    this.#look();
    return this.#short;
  }

  watch(changed: () => void): void {
    let shown = this.#short;
    const look = async (): Promise<void> => {
      this.#look();
      if (!this.#held && !this.#short) await this.#make();
      if (this.#ended) return;
      if (this.#short !== shown) changed();
      shown = this.#short;
      this.#timer = this.#parts.clock.after(lookEveryMs, () => void look());
    };
    void look();
  }

  end(): void {
    this.#ended = true;
    this.#timer?.cancel();
  }

  #look(): void {
    const short = this.#isBelow(this.#short ? enoughBytes : shortBytes);
    if (short !== this.#short) this.#parts.log(short ? 'the disk is full: no new payments' : 'the disk has room again');
    this.#short = short;
    this.#giveUpIfShort();
  }

  /** The room that a reserve would take is not free for new payments. */
  #isBelow(bytes: number): boolean {
    const free = (this.#parts.freeBytes ?? freeBytes)(this.#parts.folder);
    return free < bytes + (this.#held || this.#making ? 0 : reserveBytes);
  }

  #giveUpIfShort(): void {
    if (!this.#short || !this.#held) return;
    rmSync(this.#file, { force: true });
    this.#held = false;
    this.#parts.log('what was held back on the disk is given up for what is open');
  }

  async #make(): Promise<void> {
    const beside = `${this.#file}.new`;
    this.#making = true;
    try {
      // Random, so that no file system makes it smaller than it is.
      const chunk = randomFillSync(Buffer.alloc(chunkBytes));
      const file = await open(beside, 'w', 0o600);
      try {
        for (let at = 0; at < reserveBytes; at += chunkBytes) {
          if (this.#ended) throw new Error('the till is ending');
          await file.write(chunk);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      renameSync(beside, this.#file);
      this.#held = sizeOf(this.#file) === reserveBytes;
    } catch (error) {
      rmSync(beside, { force: true });
      this.#parts.log(
        `nothing can be held back on the disk: ${error instanceof Error ? error.message : String(error)}`,
      );
    } finally {
      this.#making = false;
    }
  }
}

function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0; // a disk that does not even tell is none to begin a payment on
  }
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}
