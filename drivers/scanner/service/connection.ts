import type { Scanner, ScannerTrouble } from '#contract';
import type { Clock, Result, Timer } from '#payment';

import type { DeviceEvents, OpenDevice } from '../transport/hid-transport.ts';
import type { Owners } from './owners.ts';
import { withinTime } from './time-limit.ts';
import { isBlocked, troubleOf } from './trouble.ts';

export const openWithinMs = 3_000;
export const closeWithinMs = 1_000;
/** Waits before it is looked for, and opened, again; the last one for every further time. */
export const againAfterMs: readonly number[] = [250, 500, 1_000, 2_000, 5_000];
/** A scanner that held so long and then goes is a new matter. */
const calmMs = 1_000;
/** So many openings may hang at once: each holds one of the process's few threads. */
const hangingMax = 2;
/** An open device is gone when it is missing in so many lists one after the other; most say so themselves, and at once. */
const missesMax = 2;

export type ConnectionParts = {
  clock: Clock;
  owners: Owners;
  open: (path: string, events: DeviceEvents) => Promise<Result<OpenDevice, string>>;
  /** Once for each opening, before its first bytes. */
  opening: (path: string) => Promise<void>;
  take: (bytes: Uint8Array) => void;
  /** No more bytes come of this opening. */
  closed: () => void;
  changed: () => void;
  /** Devices have to be listed again. */
  again: () => void;
  log: (words: string) => void;
};

export type ConnectionState = { presence: Scanner['presence']; trouble: ScannerTrouble | null };

/** Keeps one scanner open while it is there: opens it, waits with growing patience, and closes what has gone. */
export class Connection {
  readonly #parts: ConnectionParts;
  #state: ConnectionState = { presence: 'absent', trouble: null };
  #path: string | null = null;
  /** Grows with each opening and closing: what an earlier one still has to say is not heard. */
  #turn = 0;
  #device: { close: () => Promise<void> } | null = null;
  #openedAt = 0;
  #misses = 0;
  #tries = 0;
  #notBefore = 0;
  #timer: Timer | null = null;
  #isStopped = false;
  #closing: Promise<unknown> = Promise.resolve();
  #hanging = 0;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Where a list has it; null when it is not in the list. `isNews`: a person asks, or something was plugged. */
  found(path: string | null, isNews: boolean): void {
    if (this.#isStopped) return;
    if (path === null) return this.#missing();
    this.#misses = 0;
    if (this.#path === path) return;
    if (this.#path !== null) this.#drop();
    if (isNews) this.#tries = 0;
    else if (this.#parts.clock.monoMs() < this.#notBefore) return;
    void this.#open(path);
  }

  /** It gave a scan: the next trouble is a new one. */
  works(): void {
    this.#tries = 0;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#drop();
    await this.#closing;
  }

  #missing(): void {
    if (this.#path !== null) {
      this.#misses += 1;
      if (this.#misses < missesMax) return this.#againLater(againAfterMs[0] ?? 0);
      this.#drop();
    }
    const wasThere = this.#state.presence !== 'absent' || this.#state.trouble === 'unplugged';
    this.#become('absent', wasThere ? 'unplugged' : null);
    // Its own timer may have asked for this list, or may still run.
    if (this.#parts.clock.monoMs() >= this.#notBefore) this.#againLater();
  }

  async #open(path: string): Promise<void> {
    const { clock, owners, opening, open } = this.#parts;
    this.#timer?.cancel();
    this.#turn += 1;
    const turn = this.#turn;
    const isOver = (): boolean => turn !== this.#turn;
    this.#path = path;
    this.#become('connecting', null);
    await this.#closing;
    if (isOver()) return;
    if (this.#hanging >= hangingMax) return this.#failed('unresponsive', 'it still does not answer');
    const release = await owners.take(path);
    if (release === null) {
      if (!isOver()) this.#failed('in-use', 'another process of this machine reads it');
      return;
    }
    await opening(path);
    if (isOver()) return release();
    const events: DeviceEvents = {
      take: (bytes) => (isOver() ? undefined : this.#parts.take(bytes)),
      gone: (detail) => (isOver() ? undefined : this.#gone(detail)),
    };
    const close = async (device: OpenDevice): Promise<void> => {
      await withinTime(clock, closeWithinMs, device.close());
      release();
    };
    const opened = await withinTime(clock, openWithinMs, open(path, events), (late) => {
      this.#hanging -= 1;
      if (late.ok) void late.value.close();
    });
    if (opened === null) this.#hanging += 1;
    if (opened?.ok !== true) {
      release();
      const detail = opened === null ? `it did not answer within ${openWithinMs} ms` : opened.error;
      if (!isOver()) this.#failed(troubleOf(detail), detail);
      return;
    }
    if (isOver()) return await close(opened.value);
    this.#device = { close: () => close(opened.value) };
    this.#openedAt = clock.monoMs();
    this.#become('ready', null);
  }

  #gone(detail: string): void {
    const { clock, log } = this.#parts;
    log(`gone: ${detail}`);
    if (this.#device !== null && clock.monoMs() - this.#openedAt >= calmMs) this.#tries = 0;
    this.#drop();
    const trouble = troubleOf(detail);
    this.#become(trouble === 'unplugged' ? 'absent' : 'failing', trouble);
    this.#againLater();
  }

  #failed(trouble: ScannerTrouble, detail: string): void {
    this.#parts.log(`not opened: ${detail}`);
    this.#drop();
    if (trouble === 'unplugged') this.#become('absent', trouble);
    else this.#become(isBlocked(trouble) ? 'blocked' : 'failing', trouble);
    this.#againLater();
  }

  /** Closes what is open, and forgets what is being opened. */
  #drop(): void {
    const device = this.#device;
    this.#turn += 1;
    this.#path = null;
    this.#device = null;
    this.#misses = 0;
    if (device === null) return;
    this.#parts.closed();
    this.#closing = device.close();
  }

  #againLater(afterMs?: number): void {
    const { clock, again } = this.#parts;
    if (this.#isStopped) return;
    const waitMs = afterMs ?? againAfterMs[Math.min(this.#tries, againAfterMs.length - 1)] ?? 0;
    if (afterMs === undefined) this.#tries += 1;
    this.#notBefore = clock.monoMs() + waitMs;
    this.#timer?.cancel();
    this.#timer = clock.after(waitMs, again);
  }

  #become(presence: ConnectionState['presence'], trouble: ScannerTrouble | null): void {
    if (this.#state.presence === presence && this.#state.trouble === trouble) return;
    this.#state = { presence, trouble };
    this.#parts.changed();
  }
}
