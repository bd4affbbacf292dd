import { expect, it } from 'vitest';

import { aliveEveryMs, type FromDrivers, type HostFrame } from '#contract';

import { VirtualClock } from '../testing/virtual-clock.ts';
import { driversAfterMs, driversCalmMs, driversRestartMs, keepDrivers, type DriverProcess } from './driver-process.ts';
import type { ForkedProcess } from './forked-process.ts';
import { missedMax } from './host-process.ts';

/** Driver processes that live until a test lets them die. */
class Drivers {
  readonly clock = new VirtualClock();
  readonly said: string[] = [];
  readonly told: string[] = [];
  readonly sent: object[] = [];
  readonly kills: string[] = [];
  readonly shown: HostFrame[] = [];
  hostIsThere = true;
  forks = 0;
  tell: (message: unknown) => void = () => undefined;
  die: () => void = () => undefined;

  async run(): Promise<DriverProcess> {
    const drivers = keepDrivers({
      clock: this.clock,
      fork: () => this.#fork(),
      flags: [],
      deliver: ({ fromDrivers }: FromDrivers) => {
        this.told.push(fromDrivers.driver);
        return this.hostIsThere;
      },
      tellScreens: (frame) => this.shown.push(frame),
      say: (words) => this.said.push(words),
    });
    drivers.start();
    await this.clock.advance(driversAfterMs);
    return drivers;
  }

  #fork(): ForkedProcess {
    this.forks += 1;
    return {
      onStart: () => undefined,
      send: (message) => this.sent.push(message),
      onMessage: (take) => (this.tell = take),
      onExit: (gone) => (this.die = () => gone('signal SIGSEGV', null)),
      kill: (how) => {
        this.kills.push(how);
        this.die();
      },
    };
  }
}

it('starts the driver process when the till is there, and hands on what it says but its beats', async () => {
  const drivers = new Drivers();
  const kept = await drivers.run();
  drivers.tell({ driver: 'devices', scanners: [], ports: [], missing: [] });
  drivers.tell({ driver: 'alive' });
  expect(drivers.told).toEqual(['starting', 'devices']);

  kept.send({ to: 'look' });
  expect(drivers.sent).toEqual([{ to: 'look' }]);
});

it('hands on what printers say, and what they are told', async () => {
  const drivers = new Drivers();
  const kept = await drivers.run();
  drivers.tell({ driver: 'print-ended', job: 'J1', outcome: { kind: 'printed' } });
  expect(drivers.told).toEqual(['starting', 'print-ended']);
  kept.send({ to: 'look-for-printers' });
  expect(drivers.sent).toEqual([{ to: 'look-for-printers' }]);
});

it('[V37] says of something unreadable only that it came', async () => {
  const drivers = new Drivers();
  await drivers.run();
  drivers.tell({ driver: 'scan', text: '281234567890123456', seq: 'x' });
  expect(drivers.said).toEqual(['the driver process sent something unreadable']);
  expect(drivers.told).toEqual(['starting']);
});

it('starts it again after each death, later every time, and soon again after a calm while', async () => {
  const drivers = new Drivers();
  await drivers.run();
  for (const afterMs of [...driversRestartMs, driversRestartMs.at(-1) ?? 0]) {
    const { forks } = drivers;
    drivers.die();
    await drivers.clock.advance(afterMs - 1);
    expect(drivers.forks).toBe(forks);
    await drivers.clock.advance(1);
    expect(drivers.forks).toBe(forks + 1);
  }
  expect(drivers.told.filter((told) => told === 'away')).toHaveLength(driversRestartMs.length + 1);

  for (let calm = 0; calm <= driversCalmMs; calm += aliveEveryMs) {
    drivers.tell({ driver: 'alive' });
    await drivers.clock.advance(aliveEveryMs);
  }
  const { forks } = drivers;
  drivers.die();
  await drivers.clock.advance(driversRestartMs[0] ?? 0);
  expect(drivers.forks).toBe(forks + 1);
});

it('ends one that hangs, and starts another', async () => {
  const drivers = new Drivers();
  await drivers.run();
  drivers.tell({ driver: 'alive' });
  await drivers.clock.advance(aliveEveryMs * (missedMax - 1));
  expect(drivers.kills).toEqual([]);
  await drivers.clock.advance(aliveEveryMs);
  expect(drivers.kills).toEqual(['kill']);
  await drivers.clock.advance(driversRestartMs[0] ?? 0);
  expect(drivers.forks).toBe(2);
});

it('says on the screens that a scan found no host, and keeps it for none', async () => {
  const drivers = new Drivers();
  await drivers.run();
  drivers.hostIsThere = false;
  drivers.tell({ driver: 'scan', seq: 1, scanner: 'hid:1', via: 'hid-pos', text: '281234567890123456', aim: null });
  expect(drivers.shown).toEqual([{ frame: 'scanned', via: 'hid-pos', scanned: { is: 'lost', why: 'restarted' } }]);
});

it('ends one that hangs before its first word', async () => {
  const drivers = new Drivers();
  await drivers.run();
  await drivers.clock.advance(aliveEveryMs * missedMax);
  expect(drivers.kills).toEqual(['kill']);
});

it('ends it for good', async () => {
  const drivers = new Drivers();
  const kept = await drivers.run();
  await kept.stop();
  await drivers.clock.advance(60_000);
  expect(drivers.kills).toEqual(['end']);
  expect(drivers.forks).toBe(1);
});
