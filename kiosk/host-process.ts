import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { HostFrame } from '#contract';
import type { Clock, Timer } from '#payment';

import { planRestart, recentDeaths } from './restart-schedule.ts';

/** A host that said why it cannot run is started anew this often: the person may have mended it. */
export const cannotRunRetryMs = 2_000;
/** After being asked to end, the host gets this long before it is killed. */
export const endWithinMs = 2_000;

export interface HostProcess {
  /** Hands over one command; without a host it is dropped, and the screen asks again. */
  send(command: object): void;
  /** Ends the host for good. */
  stop(): Promise<void>;
}

export type HostProcessParts = {
  clock: Clock;
  /** The host's entry, run by this same Node. */
  entry: string;
  flags: readonly string[];
  /** Gets `host.pid`. */
  dataDir: string;
  onFrame: (frame: HostFrame) => void;
  /** The host died and is being started again. */
  onAway: () => void;
  say: (words: string) => void;
};

/** Starts the terminal host and keeps it running until `stop`. */
export function keepHost(parts: HostProcessParts): HostProcess {
  const { clock, say } = parts;
  let child: ChildProcess | null = null;
  let deathsAtMs: readonly number[] = [];
  let restart: Timer | null = null;
  let stopping = false;
  let cannotRun: string | null = null; // the words that were said last about it

  function launch(): void {
    let saidCannotRun = false;
    let retryDue = false;
    let gone = false;
    // On its stdout is only that it is ready, which its first frame says too.
    const host = fork(parts.entry, [...parts.flags], { stdio: ['ignore', 'ignore', 2, 'ipc'], execArgv: [] });
    child = host;
    if (host.pid !== undefined) writeFileSync(join(parts.dataDir, 'host.pid'), `${host.pid}\n`);
    host.on('message', (message) => {
      const frame = HostFrame.safeParse(message);
      if (!frame.success) return say(`the terminal host sent something unreadable: ${frame.error.issues[0]?.message}`);
      if (frame.data.frame === 'cannot-run' && !saidCannotRun) {
        saidCannotRun = true;
        sayCannotRun(`${frame.data.detail} (${frame.data.file})`);
        restart = clock.after(cannotRunRetryMs, retry);
      } else if (frame.data.frame === 'snapshot') cannotRun = null;
      parts.onFrame(frame.data);
    });
    // It may stay to say so, or end by itself.
    const retry = (): void => {
      retryDue = true;
      if (gone) launch();
      else host.kill('SIGTERM');
    };
    const left = (how: string): void => {
      if (gone) return;
      gone = true;
      if (child === host) child = null;
      if (stopping) return;
      if (!saidCannotRun) startAgain(how);
      else if (retryDue) launch();
    };
    host.on('exit', (code, signal) => left(signal === null ? `exit code ${code}` : `signal ${signal}`));
    host.on('error', (error) => left(error.message));
  }

  function startAgain(how: string): void {
    const now = clock.monoMs();
    deathsAtMs = [...recentDeaths(deathsAtMs, now), now];
    const plan = planRestart(deathsAtMs, now);
    say(`the terminal host ended unexpectedly (${how}); starting it again in ${plan.afterMs / 1_000} s`);
    if (plan.crashLoop)
      say(`the terminal host died ${plan.deaths} times within 5 minutes: read the lines above, and call for support`);
    parts.onAway();
    restart = clock.after(plan.afterMs, launch);
  }

  function sayCannotRun(words: string): void {
    if (cannotRun !== words) say(`the terminal host cannot run: ${words}`);
    cannotRun = words;
  }

  launch();
  return {
    send(command) {
      // A failed send is the host's death, which its exit event tells.
      if (child?.connected === true) child.send(command, () => {});
    },
    async stop() {
      stopping = true;
      restart?.cancel();
      const host = child;
      if (host === null) return;
      await new Promise<void>((resolve) => {
        const tooLong = clock.after(endWithinMs, () => host.kill('SIGKILL'));
        host.once('exit', () => {
          tooLong.cancel();
          resolve();
        });
        host.kill('SIGTERM');
      });
    },
  };
}
