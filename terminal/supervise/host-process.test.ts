import { fork } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { aliveEveryMs, type HostFrame, type Snapshot } from '#contract';
import { scaledClock } from '#payment';

import { VirtualClock } from '../testing/virtual-clock.ts';
import type { ForkedProcess } from './forked-process.ts';
import { keepHost, missedMax, type HostProcess } from './host-process.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'supervise-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Hosts that live until a test lets them die. */
class Hosts {
  readonly clock = new VirtualClock();
  readonly flags: (readonly string[])[] = [];
  readonly said: string[] = [];
  readonly kills: string[] = [];
  away = 0;
  tell: (message: unknown) => void = () => undefined;
  die: (how: string, code: number | null) => void = () => undefined;
  #pid = 0;

  start(): HostProcess {
    return keepHost({
      clock: this.clock,
      fork: (flags) => this.#fork(flags),
      flags: ['--data', 'd'],
      dataDir: folder,
      onFrame: () => undefined,
      onAway: () => (this.away += 1),
      say: (words) => this.said.push(words),
    });
  }

  /** Dies, and is started again. */
  async dieAndReturn(): Promise<void> {
    this.die('signal SIGKILL', null);
    await this.clock.advance(5_000);
  }

  get lastFlags(): readonly string[] {
    return this.flags.at(-1) ?? [];
  }

  #fork(flags: readonly string[]): ForkedProcess {
    this.flags.push(flags);
    return {
      onStart: (started) => started(++this.#pid),
      send: () => undefined,
      onMessage: (take) => (this.tell = take),
      onExit: (gone) => (this.die = gone),
      kill: (how) => {
        this.kills.push(how);
        if (how === 'kill') this.die('signal SIGKILL', null);
        else this.die('asked', 0);
      },
    };
  }
}

describe('[V47] a crash loop', () => {
  it('is told to the host that follows the third death in five minutes, with the time of that death', async () => {
    const hosts = new Hosts();
    hosts.start();
    await hosts.dieAndReturn();
    await hosts.dieAndReturn();
    expect(hosts.lastFlags).toEqual(['--data', 'd']);

    const diedAt = hosts.clock.wallMs();
    await hosts.dieAndReturn();
    expect(hosts.lastFlags).toEqual(['--data', 'd', '--crash-loop', String(diedAt)]);
    expect(hosts.said.join('\n')).toContain('died 3 times within 5 minutes');
  });

  it('is over for a host whose predecessors died longer ago', async () => {
    const hosts = new Hosts();
    hosts.start();
    for (let death = 0; death < 3; death++) await hosts.dieAndReturn();
    await hosts.clock.advance(5 * 60_000);
    await hosts.dieAndReturn();
    expect(hosts.lastFlags).toEqual(['--data', 'd']);
  });

  it('does not end because whoever counts the deaths is started again', async () => {
    const hosts = new Hosts();
    const kept = hosts.start();
    for (let death = 0; death < 3; death++) await hosts.dieAndReturn();
    await kept.stop();

    hosts.start();
    expect(hosts.lastFlags).toContain('--crash-loop');
  });

  it('is not forgotten when the wall clock is set back, and not made by one that is set forward', async () => {
    const hosts = new Hosts();
    await hosts.start().stop();
    const now = hosts.clock.wallMs();
    const deathsAt = [now - 3_000, now - 2_000, now - 1_000];
    writeFileSync(join(folder, 'host-deaths.json'), JSON.stringify({ deathsAt }));
    hosts.clock.setWall(now - 86_400_000);
    await hosts.start().stop();
    expect(hosts.lastFlags).toContain('--crash-loop');
    hosts.clock.setWall(now + 86_400_000);
    await hosts.start().stop();
    expect(hosts.lastFlags).not.toContain('--crash-loop');
  });

  it('is not counted from hosts that were asked to end, and a damaged file counts nothing', async () => {
    writeFileSync(join(folder, 'host-deaths.json'), '{"deathsAt":[1,');
    const hosts = new Hosts();
    for (let stop = 0; stop < 4; stop++) await hosts.start().stop();
    expect(hosts.lastFlags).toEqual(['--data', 'd']);
  });

  it('is over in time although its deaths lie in the future, where a wrong clock put them', async () => {
    const hosts = new Hosts();
    const now = hosts.clock.wallMs();
    const file = join(folder, 'host-deaths.json');
    const ahead = now + 10 * 365 * 86_400_000;
    writeFileSync(file, JSON.stringify({ deathsAt: [ahead, ahead, ahead] }));
    await hosts.start().stop();
    expect(hosts.lastFlags.slice(-2)).toEqual(['--crash-loop', String(now)]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ deathsAt: [now, now, now] });

    await hosts.clock.advance(5 * 60_000);
    await hosts.start().stop();
    expect(hosts.lastFlags).toEqual(['--data', 'd']);
  });

  it.each(['{"deathsAt":[-1,-1,-1]}', '{"deathsAt":[9e15,9e15,9e15]}', '{"deathsAt":"x"}', '[]', ''])(
    'is not made by a file that holds %j',
    async (text) => {
      writeFileSync(join(folder, 'host-deaths.json'), text);
      const hosts = new Hosts();
      await hosts.start().stop();
      expect(hosts.lastFlags).toEqual(['--data', 'd']);
    },
  );

  it('is not counted from a host that does not take its flags: it is said once, and tried again', async () => {
    const hosts = new Hosts();
    const kept = hosts.start();
    for (let times = 0; times < 4; times++) {
      hosts.die('exit code 2', 2);
      await hosts.clock.advance(2_000);
    }
    expect(hosts.flags).toHaveLength(5);
    expect(hosts.said).toEqual(['the terminal host cannot run: it does not take its flags; the line above says why']);
    expect(existsSync(join(folder, 'host-deaths.json'))).toBe(false);
    await hosts.dieAndReturn();
    expect(hosts.lastFlags).toEqual(['--data', 'd']);
    await kept.stop();
  });

  it('stops a real host from selling after its third kill, with a code for support, and survives its supervisor', async () => {
    const till = realTill();
    await till.next(({ notSelling }) => notSelling === null);
    for (let death = 0; death < 3; death++) await till.killHost();
    const { supportCode } = await till.next(({ notSelling }) => notSelling === 'crash-loop');
    expect(supportCode).toMatch(/^TILL1-LOOP-\d{8}$/);
    await till.stop();

    const again = realTill();
    await again.next(({ notSelling }) => notSelling === 'crash-loop');
    await again.stop();
  }, 60_000);
});

describe('[V15] [V24] a host that hangs', () => {
  const silentMs = missedMax * aliveEveryMs;

  it('is killed and started again as after any death, and every screen is told', async () => {
    const hosts = new Hosts();
    const kept = hosts.start();
    hosts.tell({ frame: 'alive' });
    await hosts.clock.advance(silentMs + 1_000);
    expect(hosts.kills).toEqual(['kill']);
    expect(hosts.away).toBeGreaterThan(0);
    expect(hosts.said[0]).toBe('the terminal host has not said a word for 16 s: it is ended');
    expect(hosts.flags).toHaveLength(2);
    expect(JSON.parse(readFileSync(join(folder, 'host-deaths.json'), 'utf8')).deathsAt).toHaveLength(1);
    await hosts.clock.advance(10 * silentMs); // the next one has not said yet that it is at work: it starts
    expect(hosts.flags).toHaveLength(2);
    await kept.stop();
  });

  it('is one that says nothing: one that is slow to say it, or says something else, is left alone', async () => {
    const hosts = new Hosts();
    const kept = hosts.start();
    hosts.tell({ frame: 'alive' });
    for (const frame of ['alive', 'host-away', 'alive', 'host-away']) {
      await hosts.clock.advance(silentMs - aliveEveryMs);
      hosts.tell({ frame });
    }
    await kept.stop();
    expect(hosts.kills).toEqual(['end']);
  });

  it('is not one whose machine slept, however long', async () => {
    const hosts = new Hosts();
    const kept = hosts.start();
    hosts.tell({ frame: 'alive' });
    hosts.clock.sleep(8 * 3_600_000);
    await hosts.clock.advance(aliveEveryMs);
    hosts.tell({ frame: 'alive' });
    await hosts.clock.advance(silentMs - aliveEveryMs);
    expect(hosts.kills).toEqual([]);
    await kept.stop();
  });

  it('[V15] is a real one that was stopped: another takes over', async () => {
    const till = realTill();
    const { hostId } = await till.next(() => true);
    process.kill(Number(readFileSync(join(folder, 'host.pid'), 'utf8')), 'SIGSTOP');
    await till.next((snapshot) => snapshot.hostId !== hostId);
    await till.stop();
  }, 60_000);
});

it('a host runs although its number cannot be written, which is said once', async () => {
  mkdirSync(join(folder, 'host.pid')); // what every write of a file fails on, whoever runs this
  const hosts = new Hosts();
  const kept = hosts.start();
  await hosts.dieAndReturn();
  expect(hosts.flags).toHaveLength(2);
  expect(hosts.said.filter((words) => words.startsWith('host.pid cannot be written: EISDIR'))).toHaveLength(1);
  await kept.stop();
});

/** The terminal host itself, in processes, with no backend to talk to. */
function realTill() {
  const entry = fileURLToPath(new URL('../assemble/main.ts', import.meta.url));
  const clock = scaledClock(
    { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout },
    1,
    Date.now(),
  );
  const heard: Snapshot[] = [];
  let listening: (() => void) | null = null;
  const kept = keepHost({
    clock,
    fork: (flags) => forked(entry, flags),
    flags: ['--data', folder, '--backend', 'http://127.0.0.1:1', '--backend-key', join(folder, 'no.pem')],
    dataDir: folder,
    onFrame: (frame: HostFrame) => {
      if (frame.frame === 'snapshot') heard.push(frame.snapshot);
      listening?.();
    },
    onAway: () => undefined,
    say: () => undefined,
  });
  async function next(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    for (;;) {
      const found = heard.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (listening = resolve));
    }
  }
  return {
    next,
    stop: () => kept.stop(),
    async killHost() {
      const { hostId } = await next(() => true);
      heard.length = 0;
      process.kill(Number(readFileSync(join(folder, 'host.pid'), 'utf8')), 'SIGKILL');
      await next((snapshot) => snapshot.hostId !== hostId);
    },
  };
}

function forked(entry: string, flags: readonly string[]): ForkedProcess {
  const host = fork(entry, [...flags], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  return {
    onStart: (started) => started(host.pid ?? 0),
    send: (message) => void host.send(message),
    onMessage: (take) => void host.on('message', take),
    onExit: (gone) => void host.on('exit', (code) => gone(String(code), code)),
    kill: (how) => void host.kill(how === 'end' ? 'SIGTERM' : 'SIGKILL'),
  };
}
