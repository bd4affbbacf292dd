import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { HostFrame } from '#contract';

import {
  Host,
  openSqliteJournal,
  receive,
  sampleSettings,
  type Entry,
  type Journal,
  type SqliteJournal,
} from '../../terminal/index.ts';
import { settled, VirtualClock } from '../../terminal/testing/virtual-clock.ts';
import { AcquirerScript } from './acquirer-script.ts';

/** The real host on a real journal in a folder of its own, with time and the acquirer in the history's hand. */
export class Till {
  readonly clock = new VirtualClock(Date.UTC(2026, 5, 1, 3));
  readonly acquirer = new AcquirerScript(this.clock);
  /** What was written since it was taken last. */
  written: Entry[] = [];
  /** What was shown since it was taken last, and to which screen; null: to all. */
  shown: { screen: 0 | 1 | null; frame: HostFrame }[] = [];
  /** What a message made the host throw, which ends the real process. */
  thrown: unknown[] = [];
  journalFailures = 0;
  readonly #folder = mkdtempSync(join(tmpdir(), 'counterpay-fuzz-'));
  #journal: SqliteJournal | null = null;
  #host: Host | null = null;
  #boots = 0;
  #ids = 0;

  get host(): Host {
    if (this.#host === null) throw new Error('the host was not started');
    return this.#host;
  }

  async start(): Promise<void> {
    this.#boots += 1;
    const bootId = `boot${this.#boots}`;
    const stamp = { environment: 'sandbox', bootId, clock: this.clock } as const;
    const opened = openSqliteJournal(join(this.#folder, 'journal.sqlite'), {
      terminalId: sampleSettings.terminalId,
      stamp,
    });
    if (!opened.ok) throw new Error(`${opened.error.why}: ${opened.error.detail}`);
    this.#journal = opened.value;
    const started = await Host.start(
      {
        clock: this.clock,
        // The form of a UUIDv7, the same in every run.
        ids: { next: () => `${(this.#ids += 1).toString(16).padStart(12, '0')}7000a000000000000000` },
        journal: this.#noting(opened.value),
        acquirer: this.acquirer,
        screen: { show: (frame) => this.shown.push({ screen: null, frame }) },
        journalFailed: () => (this.journalFailures += 1),
        log: () => undefined,
      },
      { settings: sampleSettings, settingsFile: 'settings.json', timeScale: 1, bootId, seenKey: new Uint8Array(32) },
    );
    if (!started.ok) throw new Error(`${started.error.why}: ${started.error.detail}`);
    this.#host = started.value;
    await settled();
  }

  /** As an end of the process: what it had planned does not happen. */
  end(): void {
    this.#host?.end();
    this.clock.forgetTimers();
    this.acquirer.forget();
    this.#journal?.close();
  }

  say(raw: unknown, screen: 0 | 1): void {
    receive(raw, this.host, { show: (frame) => this.shown.push({ screen, frame }) }).catch((error: unknown) =>
      this.thrown.push(error),
    );
  }

  remove(): void {
    this.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #noting(journal: Journal): Journal {
    return {
      append: async (entries) => {
        const written = await journal.append(entries);
        this.written.push(...written);
        return written;
      },
      readAll: () => journal.readAll(),
      of: (attempt) => journal.of(attempt),
      at: (seq) => journal.at(seq),
      head: () => journal.head(),
    };
  }
}
