import { beforeEach, describe, expect, it } from 'vitest';

import { DeviceId, type DriverFrame, type HostFrame, type Scanner, scanTestText } from '#contract';

import type { Host } from '../host.ts';
import { receive } from '../screen-link.ts';
import { settled } from '../testing/virtual-clock.ts';
import { TillWorld } from '../testing/till-world.ts';

const code = '281234567890123456';
const scanner = DeviceId.parse('hid:0c2e:0b62:1');

let world: TillWorld;
let host: Host;
let seq: number;
beforeEach(async () => {
  world = new TillWorld();
  host = await world.start();
  seq = 0;
});

async function hears(frame: DriverFrame): Promise<void> {
  await receive({ fromDrivers: frame }, host, { show: () => undefined });
  await settled();
}

async function reads(text: string): Promise<unknown> {
  seq += 1;
  await hears({ driver: 'scan', seq, scanner, via: 'hid-pos', text, aim: ']Q0' });
  return scannedFrames().at(-1)?.scanned;
}

function scannedFrames(): Extract<HostFrame, { frame: 'scanned' }>[] {
  return world.frames.filter((frame) => frame.frame === 'scanned');
}

function aScanner(change: Partial<Scanner> = {}): Scanner {
  return {
    id: scanner,
    via: 'hid-pos',
    name: 'A scanner',
    presence: 'ready',
    trouble: null,
    layout: 'descriptor',
    lastScanAgoMs: null,
    ...change,
  };
}

describe('what a scanner of the driver process reads', () => {
  it('is charged for the sale that waits for a code, once', async () => {
    await world.charge('S1');
    expect(await reads(code)).toEqual({ is: 'ok' });
    expect(world.acquirer.orders).toHaveLength(1);
    expect(await reads(code)).toEqual({ is: 'ok' });
    expect(world.acquirer.orders).toHaveLength(1);
  });

  it('is held when no amount is confirmed, and never charged by itself', async () => {
    expect(await reads(code)).toEqual({ is: 'ok' });
    expect(world.snapshot.held?.codeTail).toBe('3456');
    expect(world.acquirer.orders).toHaveLength(0);
  });

  it('is refused with a word while a payment is open', async () => {
    await world.charge('S1');
    await reads(code);
    expect(await reads('281234567890123457')).toEqual({ is: 'bad-scan', why: 'busy' });
    expect(world.acquirer.orders).toHaveLength(1);
  });

  it('[V35] is refused by name when it is no payment code', async () => {
    await world.charge('S1');
    expect(await reads('https://example.com')).toEqual({ is: 'bad-scan', why: 'web-address' });
    expect(await reads('<b>1</b>')).toEqual({ is: 'bad-scan', why: 'letters' });
    expect(world.acquirer.orders).toHaveLength(0);
  });

  it('is known as the test code, which is no sale’s business', async () => {
    expect(await reads(scanTestText)).toEqual({ is: 'test-code' });
    expect(world.snapshot.held).toBeNull();
  });

  it('[V37] stands in no frame, no log and no record', async () => {
    await world.charge('S1');
    await reads(code);
    await hears({ driver: 'lost', seq: 9, scanner, via: 'hid-pos', why: 'half' });
    const everything = JSON.stringify([world.frames, world.logged, world.disk]);
    expect(everything).not.toContain(code);
    expect(everything).toContain('3456');
  });
});

it('tells the till’s screens that a code came only in part', async () => {
  await hears({ driver: 'lost', seq: 1, scanner, via: 'serial', why: 'half' });
  expect(scannedFrames()).toEqual([{ frame: 'scanned', via: 'serial', scanned: { is: 'lost', why: 'half' } }]);
});

describe('the devices in a snapshot', () => {
  it('are what the driver process said last, and are forgotten when it dies', async () => {
    expect(world.snapshot.devices.drivers).toBe('off');
    await hears({ driver: 'devices', scanners: [aScanner({ lastScanAgoMs: 1_000 })], ports: [], missing: ['usb'] });
    await world.clock.advance(500);
    const { devices } = host.snapshot();
    expect(devices).toMatchObject({ drivers: 'running', missing: ['usb'] });
    expect(devices.scanners).toEqual([aScanner({ lastScanAgoMs: 1_500 })]);

    await hears({ driver: 'away' });
    expect(world.snapshot.devices).toEqual({ drivers: 'away', scanners: [], ports: [], missing: [] });
  });

  it('are asked for by a host that is new', () => {
    expect(world.frames).toContainEqual({ frame: 'to-drivers', device: { to: 'look' } });
  });
});

it('hands a screen’s wish on to the driver process, and refuses it when there is none', async () => {
  const wish = { do: 'device', device: { to: 'forget', scanner } } as const;
  expect(await world.do(wish)).toEqual({ is: 'refused', why: 'not-now' });
  await hears({ driver: 'devices', scanners: [], ports: [], missing: [] });
  expect(await world.do(wish)).toEqual({ is: 'ok' });
  expect(world.frames).toContainEqual({ frame: 'to-drivers', device: wish.device });
});

it('[V39] records what comes from the drivers’ side in no form of theirs', async () => {
  await receive({ fromDrivers: { driver: 'scan', text: code } }, host, { show: () => undefined });
  await settled();
  expect(scannedFrames()).toEqual([]);
  expect(JSON.stringify(world.disk)).toContain('unreadable-command');
});
