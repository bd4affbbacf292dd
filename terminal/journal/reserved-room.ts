import { randomFillSync } from 'node:crypto';
import { renameSync, rmSync, statfsSync, statSync, truncateSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

import type { Clock, Timer } from '#payment';

import type { Room } from '../ports/room.ts';

/**
 * Held back on the disk, for what is open when it fills up: 21 payments of some 60 records of 2.5 KB, twice, since the
 * write-ahead log holds them once more.
 */
export const reserveBytes = 16 * 1024 * 1024;

/**
 * So much of it is given up at a time, in the moment in which a write has found the disk full: enough for some records,
 * and little, because whoever fills the disk takes what is left of it.
 */
const pieceBytes = 65_536;

/** What a start writes beside the journal, such as the public key, finds so much room. */
const startBytes = 4 * pieceBytes;

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
 * A file that takes up room, so that it can be given up piece by piece: a full disk then still takes the records of
 * what is open, whoever else is waiting for room on it. It is made anew when there is enough again.
 */
export class ReservedRoom implements Room {
  readonly #parts: RoomParts;
  readonly #file: string;
  #heldBytes: number;
  #short: boolean;
  #changed: () => void = () => undefined;
  #making = false;
  #timer: Timer | null = null;
  #ended = false;

  constructor(parts: RoomParts) {
    this.#parts = parts;
    this.#file = join(parts.folder, 'reserve');
    this.#heldBytes = Math.min(sizeOf(this.#file) ?? 0, reserveBytes);
    this.#short = this.#isBelow(shortBytes);
    while (this.#freeBytes() < startBytes && this.giveUp());
  }

  get isShort(): boolean {
    return this.#short;
  }

  look(): void {
    if (!this.#short && this.#isBelow(shortBytes)) this.#turn(true);
  }

  watch(changed: () => void): void {
    this.#changed = changed;
    const look = async (): Promise<void> => {
      this.look();
      if (this.#heldBytes < reserveBytes && !this.#isBelow(this.#enoughBytes)) await this.#make();
      if (this.#ended) return;
      if (this.#short && !this.#isBelow(enoughBytes)) this.#turn(false);
      this.#timer = this.#parts.clock.after(lookEveryMs, () => void look());
    };
    void look();
  }

  end(): void {
    this.#ended = true;
    this.#timer?.cancel();
  }

  /** Gives up one piece, for a write that found the disk full; false when nothing is left. */
  giveUp(): boolean {
    if (this.#heldBytes === 0) return false;
    if (this.#heldBytes === reserveBytes) this.#parts.log('what is held back on the disk is given up for what is open');
    this.#heldBytes = Math.max(0, this.#heldBytes - pieceBytes);
    truncateSync(this.#file, this.#heldBytes);
    return true;
  }

  get #enoughBytes(): number {
    return this.#short ? enoughBytes : shortBytes;
  }

  #turn(short: boolean): void {
    this.#short = short;
    this.#parts.log(short ? 'the disk is full: no new payments' : 'the disk has room again');
    this.#changed();
  }

  /** What the reserve lacks is not free for new payments. */
  #isBelow(bytes: number): boolean {
    return this.#freeBytes() < bytes + (this.#making ? 0 : reserveBytes - this.#heldBytes);
  }

  #freeBytes(): number {
    return (this.#parts.freeBytes ?? freeBytes)(this.#parts.folder);
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
      this.#heldBytes = reserveBytes;
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
