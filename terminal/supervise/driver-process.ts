import { aliveEveryMs, DriversFrame, type DriversCommand, type FromDrivers, type HostFrame } from '#contract';
import type { Clock, Timer } from '#payment';

import type { ForkedProcess, ForkProcess } from './forked-process.ts';
import { endWithinMs, missedMax } from './host-process.ts';

/** After a death it is started again this late, ms; the last one for every further death, until it was calm. */
export const driversRestartMs: readonly number[] = [500, 1_000, 2_000, 5_000, 10_000];
/** So long without a death, and the next one counts as the first. */
export const driversCalmMs = 60_000;
/** The first one waits this long after `start`: the page that a cashier waits for is drawn first. */
export const driversAfterMs = 1_000;

export interface DriverProcess {
  /** The till is there: what reads its devices may come. */
  start(): void;
  /** For the driver process; without one it is dropped. */
  send(device: DriversCommand): void;
  stop(): Promise<void>;
}

export type DriverProcessParts = {
  clock: Clock;
  fork: ForkProcess;
  flags: readonly string[];
  /** To the host: what the driver process says, and that it is away. False: there is no host. */
  deliver: (frame: FromDrivers) => boolean;
  /** What no host can say now. */
  tellScreens: (frame: HostFrame) => void;
  say: (words: string) => void;
};

/**
 * Keeps the process that reads the till's devices running until `stop`. Its death is a device's trouble and nothing more:
 * scanners that type, the camera and codes of our own go on without it, so it is started again for ever.
 */
export function keepDrivers(parts: DriverProcessParts): DriverProcess {
  const { clock, say } = parts;
  let running: ForkedProcess | null = null;
  let launching: Timer | null = null;
  let watch: Timer | null = null;
  let deaths = 0;
  let diedAt = 0;
  let stopped: (() => void) | null = null;
  let isStopping = false;

  function launch(): void {
    let missed = 0; // since it was heard last, or was forked: one that hangs before its first word is ended too
    let gone = false;
    parts.deliver({ fromDrivers: { driver: 'starting' } });
    const forked = parts.fork(parts.flags);
    running = forked;
    forked.onMessage((message) => {
      const frame = DriversFrame.safeParse(message);
      // Not what it was: that may hold a payment code.
      if (!frame.success) return say('the driver process sent something unreadable');
      missed = 0;
      if (frame.data.driver === 'alive') return;
      const isTaken = parts.deliver({ fromDrivers: frame.data });
      // Not kept for the next host, where another sale may wait by then; the scanner has beeped, so it is said.
      if (!isTaken && frame.data.driver === 'scan')
        parts.tellScreens({ frame: 'scanned', via: frame.data.via, scanned: { is: 'lost', why: 'restarted' } });
    });
    // Counted in looks of our own, as with the host: of a machine that slept, however long, one falls due.
    const look = (): void => {
      if (isStopping || gone) return;
      missed += 1;
      if (missed < missedMax) return void (watch = clock.after(aliveEveryMs, look));
      say(`the driver process has not said a word for ${(missedMax * aliveEveryMs) / 1_000} s: it is ended`);
      forked.kill('kill');
    };
    watch = clock.after(aliveEveryMs, look);
    forked.onExit((how) => {
      gone = true;
      running = null;
      watch?.cancel();
      if (isStopping) return stopped?.();
      parts.deliver({ fromDrivers: { driver: 'away' } });
      const afterMs = restartAfterMs();
      say(`the driver process ended unexpectedly (${how}); starting it again in ${afterMs / 1_000} s`);
      launching = clock.after(afterMs, launch);
    });
  }

  function restartAfterMs(): number {
    const now = clock.monoMs();
    if (deaths > 0 && now - diedAt > driversCalmMs) deaths = 0;
    diedAt = now;
    deaths += 1;
    return driversRestartMs[Math.min(deaths, driversRestartMs.length) - 1] ?? 0;
  }

  return {
    start() {
      if (launching === null && !isStopping) launching = clock.after(driversAfterMs, launch);
    },
    send: (device) => running?.send(device),
    async stop() {
      isStopping = true;
      launching?.cancel();
      watch?.cancel();
      const last = running;
      if (last === null) return;
      await new Promise<void>((resolve) => {
        const tooLong = clock.after(endWithinMs, () => last.kill('kill'));
        stopped = () => {
          tooLong.cancel();
          resolve();
        };
        last.kill('end');
      });
    },
  };
}
