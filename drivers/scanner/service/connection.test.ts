import { describe, expect, it } from 'vitest';

import { FakeOwners } from '../../fakes/index.ts';
import {
  codeReport,
  descriptor,
  hidScanner,
  pluggedWorld,
  qrReport,
  scannerPath,
  ScannerWorld,
} from '../testing/scanner-world.ts';

describe('hot plug', () => {
  it('is heard: it is listed after 250 ms and once more after 1 s, and never while nothing happens', async () => {
    const world = new ScannerWorld();
    await world.start();
    const listed = world.hid.listed;
    await world.clock.run(60_000);
    expect(world.hid.listed).toBe(listed);

    world.plugs.change();
    await world.clock.run(249);
    expect(world.hid.listed).toBe(listed);
    world.hid.plug(hidScanner(scannerPath), descriptor);
    await world.clock.run(1);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
    await world.clock.run(60_000);
    expect(world.hid.listed).toBe(listed + 2);
  });

  it('is looked for every 5 s where nothing says it', async () => {
    const world = new ScannerWorld({ hearsPlugs: false });
    await world.start();
    expect(world.devices().missing).toEqual(['usb']);
    world.hid.plug(hidScanner(scannerPath), descriptor);
    await world.clock.run(5_000);

    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
  });

  it('a scanner that was pulled is absent at once, and back within 250 ms of its return', async () => {
    const world = await pluggedWorld();
    world.hid.report(scannerPath, codeReport);
    world.hid.unplug(scannerPath);
    expect(world.scanners()).toEqual([{ presence: 'absent', trouble: 'unplugged' }]);

    world.hid.plug(hidScanner('/dev/hidraw7'), descriptor);
    await world.clock.run(250);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
    world.hid.report('/dev/hidraw7', qrReport);
    expect(world.heard()).toEqual([{ text: '281234567890123456' }, { text: '287654321098765432' }]);
  });

  it('a scanner that stays away is looked for ever more rarely, every 5 s in the end', async () => {
    const world = await pluggedWorld();
    world.hid.unplug(scannerPath);
    const listed = world.hid.listed;
    await world.clock.run(8_750);
    expect(world.hid.listed - listed).toBe(5);
    await world.clock.run(50_000);
    expect(world.hid.listed - listed).toBe(15);
  });

  it('a scanner that went without a word is missed in two lists and closed', async () => {
    const world = await pluggedWorld();
    world.hid.unplug(scannerPath, null);
    world.plugs.change();
    await world.clock.run(250);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
    await world.clock.run(1_000);

    expect(world.hid.isOpen(scannerPath)).toBe(false);
    expect(world.scanners()).toEqual([{ presence: 'absent', trouble: 'unplugged' }]);
  });

  it('a hundred times: no scan is lost and none is said twice', async () => {
    const world = await pluggedWorld();
    let at = scannerPath;
    for (let time = 0; time < 100; time += 1) {
      world.hid.report(at, time % 2 === 0 ? codeReport : qrReport);
      world.hid.unplug(at);
      await world.clock.run(time * 10);
      at = `/dev/hidraw${time % 7}`;
      world.hid.plug(hidScanner(at), descriptor);
      await world.clock.run(1_000);
    }

    expect(world.heard()).toEqual(
      Array.from({ length: 100 }, (_, time) => ({
        text: time % 2 === 0 ? '281234567890123456' : '287654321098765432',
      })),
    );
  });
});

describe('a scanner that cannot be opened', () => {
  it.each([
    ['Permission denied', 'blocked', 'no-permission'],
    ['cannot open device with scannerPath /dev/hidraw3: Permission denied', 'blocked', 'no-permission'],
    ['Device or resource busy', 'blocked', 'in-use'],
    ['something that nobody has heard of', 'failing', 'unknown'],
  ])('because of "%s" is %s: %s, and ready when that has passed', async (detail, presence, trouble) => {
    const world = new ScannerWorld();
    world.hid.plug(hidScanner(scannerPath), descriptor);
    world.hid.refusals.set(scannerPath, detail);
    await world.start();
    expect(world.scanners()).toEqual([{ presence, trouble }]);

    await world.clock.run(60_000);
    expect(world.hid.opened.length).toBeLessThan(20);
    world.hid.refusals.clear();
    await world.clock.run(5_000);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
  });

  it('within 3 s is unresponsive, is tried again, and what answers too late is closed', async () => {
    const world = new ScannerWorld();
    world.hid.plug(hidScanner(scannerPath), descriptor);
    const answer = Promise.withResolvers<void>();
    world.hid.silent.set(scannerPath, answer.promise);
    await world.start();
    await world.clock.run(3_000);
    expect(world.scanners()).toEqual([{ presence: 'failing', trouble: 'unresponsive' }]);

    answer.resolve();
    await world.clock.run(0);
    expect(world.hid.isOpen(scannerPath)).toBe(false);
    await world.clock.run(250);
    expect(world.hid.isOpen(scannerPath)).toBe(true);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
  });

  it('and never answers holds two threads at most', async () => {
    const world = new ScannerWorld();
    world.hid.plug(hidScanner(scannerPath), descriptor);
    world.hid.silent.set(scannerPath, new Promise(() => undefined));
    await world.start();
    await world.clock.run(120_000);

    expect(world.hid.opened).toHaveLength(2);
    expect(world.scanners()).toEqual([{ presence: 'failing', trouble: 'unresponsive' }]);
  });

  it('that opens and goes at once is not opened ever faster', async () => {
    const world = await pluggedWorld();
    for (let time = 0; time < 600; time += 1) {
      await world.clock.run(100);
      if (world.hid.isOpen(scannerPath)) world.hid.unplug(scannerPath);
      world.hid.plug(hidScanner(scannerPath), descriptor);
    }

    expect(world.hid.opened.length).toBeLessThan(20);
  });

  it('because another till of this machine reads it is in use there, and comes over when that one ends', async () => {
    const owners = new FakeOwners();
    const worlds = [new ScannerWorld({ owners }), new ScannerWorld({ owners })];
    for (const world of worlds) {
      world.hid.plug(hidScanner(scannerPath), descriptor);
      await world.start();
      world.hid.report(scannerPath, codeReport);
    }
    const [first, second] = worlds;

    expect(first?.heard()).toEqual([{ text: '281234567890123456' }]);
    expect(second?.heard()).toEqual([]);
    expect(second?.scanners()).toEqual([{ presence: 'blocked', trouble: 'in-use' }]);
    await first?.service.stop();
    await second?.clock.run(5_000);
    expect(second?.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
  });
});
