import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { aliveEveryMs, HostFrame } from '#contract';
import type { Clock, Timer } from '#payment';

import { deathsIn } from './deaths.ts';
import type { ForkedProcess, ForkProcess } from './forked-process.ts';
import { wrongFlagsCode } from './host-flags.ts';
import { planRestart } from './restart-schedule.ts';

/** A host that said why it cannot run is started anew this often: the person may have mended it. */
export const cannotRunRetryMs = 2_000;
/** After being asked to end, the host gets this long before it is killed. */
export const endWithinMs = 2_000;

/**
 * A host that said that it is at work, and then misses this many of its words, hangs: some 15 s. Longer than a disk that
 * collects its garbage holds up one sync, or a busy machine one process; and short enough that a payment whose host hung
 * just before the deadline (75 s) is taken up by the next one before 90 s are over (V24). What was being written is
 * either on the disk or not, as after any kill (V15).
 */
export const missedMax = 8;

export interface HostProcess {
  /** Hands over one command; false without a host: it is dropped, and the screen asks again. */
  send(command: object): boolean;
  /** Ends the host for good. */
  stop(): Promise<void>;
}

export type HostProcessParts = {
  clock: Clock;
  fork: ForkProcess;
  flags: readonly string[];
  /** Gets `host.pid`, and keeps the host's recent deaths. */
  dataDir: string;
  onFrame: (frame: HostFrame) => void;
  /** The host died and is being started again. */
  onAway: () => void;
  say: (words: string) => void;
};

/** Starts the terminal host and keeps it running until `stop`. */
export function keepHost(parts: HostProcessParts): HostProcess {
  const { clock, say } = parts;
  const deaths = deathsIn(parts.dataDir, clock);
  let host: ForkedProcess | null = null;
  let restart: Timer | null = null;
  let stopping = false;
  let stopped: (() => void) | null = null;
  let cannotRun: string | null = null; // the words that were said last about it
  let saidNoPid = false;
  let watch: Timer | null = null;

  function launch(): void {
    let saidCannotRun = false;
    let retryDue = false;
    let gone = false;
    let missed: number | null = null; // since it was heard last; null until it has said that it is at work
    const forked = parts.fork([...parts.flags, ...crashLoopFlags()]);
    host = forked;
    forked.onStart(notePid);
    forked.onMessage((message) => {
      const frame = HostFrame.safeParse(message);
      if (!frame.success) return say(`the terminal host sent something unreadable: ${frame.error.issues[0]?.message}`);
      if (frame.data.frame === 'alive' && missed === null) watch = clock.after(aliveEveryMs, look);
      if (frame.data.frame === 'alive' || missed !== null) missed = 0;
      if (frame.data.frame === 'cannot-run' && !saidCannotRun) {
        saidCannotRun = true;
        sayCannotRun(`${frame.data.detail} (${frame.data.file})`);
        restart = clock.after(cannotRunRetryMs, retry);
      } else if (frame.data.frame === 'snapshot') cannotRun = null;
      parts.onFrame(frame.data);
    });
    // Counted in looks of our own, not in time: of a machine that slept, however long, one falls due.
    const look = (): void => {
      if (missed === null || stopping || gone) return;
      missed += 1;
      if (missed < missedMax) return void (watch = clock.after(aliveEveryMs, look));
      say(`the terminal host has not said a word for ${(missedMax * aliveEveryMs) / 1_000} s: it is ended`);
      parts.onAway();
      forked.kill('kill');
    };
    // It may stay to say so, or end by itself.
    const retry = (): void => {
      retryDue = true;
      if (gone) launch();
      else forked.kill('end');
    };
    forked.onExit((how, code) => {
      gone = true;
      if (host === forked) host = null;
      if (stopping) return stopped?.();
      if (!saidCannotRun && code === wrongFlagsCode) cannotStart();
      else if (!saidCannotRun) startAgain(how);
      else if (retryDue) launch();
    });
  }

  /** From the third recent death on the next host is told, and sells nothing until it has been calm (V47). */
  function crashLoopFlags(): readonly string[] {
    const { crashLoop } = planRestart(deaths.atMs(), clock.monoMs());
    return crashLoop ? ['--crash-loop', String(deaths.lastWallMs())] : [];
  }

  function startAgain(how: string): void {
    deaths.add();
    const plan = planRestart(deaths.atMs(), clock.monoMs());
    say(`the terminal host ended unexpectedly (${how}); starting it again in ${plan.afterMs / 1_000} s`);
    if (plan.crashLoop)
      say(`the terminal host died ${plan.deaths} times within 5 minutes: read the lines above, and call for support`);
    parts.onAway();
    restart = clock.after(plan.afterMs, launch);
  }

  /** Its flags are wrong, which dying again would not mend: no death, so that it sells at once when they are right. */
  function cannotStart(): void {
    sayCannotRun('it does not take its flags; the line above says why');
    parts.onAway();
    restart = clock.after(cannotRunRetryMs, launch);
  }

  /** For support. A till whose disk is full or read-only goes on without. */
  function notePid(pid: number): void {
    try {
      writeFileSync(join(parts.dataDir, 'host.pid'), `${pid}\n`);
    } catch (error) {
      if (!saidNoPid) say(`host.pid cannot be written: ${error instanceof Error ? error.message : String(error)}`);
      saidNoPid = true;
    }
  }

  function sayCannotRun(words: string): void {
    if (cannotRun !== words) say(`the terminal host cannot run: ${words}`);
    cannotRun = words;
  }

  launch();
  return {
    send(command) {
      host?.send(command);
      return host !== null;
    },
    async stop() {
      stopping = true;
      restart?.cancel();
      watch?.cancel();
      const running = host;
      if (running === null) return;
      await new Promise<void>((resolve) => {
        const tooLong = clock.after(endWithinMs, () => running.kill('kill'));
        stopped = () => {
          tooLong.cancel();
          resolve();
        };
        running.kill('end');
      });
    },
  };
}
