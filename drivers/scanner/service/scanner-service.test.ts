import { describe, expect, it } from 'vitest';

import { DeviceId, DriverFrame } from '#contract';

import {
  codeReport,
  descriptor,
  firstPart,
  hidScanner,
  newlandDescriptor,
  newlandReport,
  pluggedWorld,
  qrReport,
  scannerPath,
  ScannerWorld,
  usbPort,
} from '../testing/scanner-world.ts';

const id = DeviceId.parse('hid:0c2e:0b62:A1');

describe('a HID POS scanner', () => {
  it('that is there is opened, and what it reads is said with a number that grows', async () => {
    const world = new ScannerWorld();
    world.hid.plug(hidScanner(scannerPath), descriptor);
    await world.start();
    world.hid.report(scannerPath, codeReport);
    world.hid.report(scannerPath, qrReport);

    expect(world.frames[0]).toMatchObject({ driver: 'devices' });
    expect(world.devices().scanners).toEqual([
      {
        id,
        via: 'hid-pos',
        name: 'Honeywell Scanner',
        presence: 'ready',
        trouble: null,
        layout: 'descriptor',
        lastScanAgoMs: null,
      },
    ]);
    expect(world.frames.filter(({ driver }) => driver === 'scan')).toEqual([
      { driver: 'scan', seq: 1, scanner: id, via: 'hid-pos', text: '281234567890123456', aim: ']C0' },
      { driver: 'scan', seq: 2, scanner: id, via: 'hid-pos', text: '287654321098765432', aim: ']Q0' },
    ]);
    for (const frame of world.frames) expect(DriverFrame.safeParse(frame).success).toBe(true);
  });

  it('says once, a moment after a scan, how long ago it was', async () => {
    const world = await pluggedWorld();
    world.hid.report(scannerPath, codeReport);
    world.hid.report(scannerPath, codeReport);
    await world.clock.run(1_000);

    expect(world.frames.filter(({ driver }) => driver === 'devices')).toHaveLength(1);
    expect(world.devices().scanners[0]?.lastScanAgoMs).toBe(1_000);
  });

  it('is never opened when it is something else: a keyboard, a printer, an unknown device, a keyboard that scans', async () => {
    const world = new ScannerWorld();
    world.hid.plug(hidScanner('/dev/hidraw0', { usage: { page: 0x01, id: 0x06 } }));
    world.hid.plug(hidScanner('/dev/hidraw1', { usage: { page: 0x8c, id: 0x04 } }));
    world.hid.plug(hidScanner('/dev/hidraw2', { usage: { page: 0xff00, id: 0x01 } }));
    world.hid.plug(hidScanner('/dev/hidraw4', { usage: null }));
    world.hid.plug(hidScanner('/dev/hidraw5'));
    world.hid.plug(hidScanner('/dev/hidraw5', { usage: { page: 0x01, id: 0x06 } }));
    await world.start();
    world.plugs.change();
    await world.clock.run(10_000);

    expect(world.hid.opened).toEqual([]);
    expect(world.devices().scanners).toEqual([]);
  });

  it('with two collections on one scannerPath is opened once', async () => {
    const world = new ScannerWorld();
    world.hid.plug(hidScanner(scannerPath), descriptor);
    world.hid.plug(hidScanner(scannerPath, { usage: { page: 0xff00, id: 1 } }));
    world.hid.plug(hidScanner(scannerPath));
    await world.start();

    expect(world.hid.opened).toEqual([scannerPath]);
  });

  it('is one of several: each is read, and two alike without serial numbers have an id each', async () => {
    const world = new ScannerWorld();
    world.hid.plug(hidScanner(scannerPath, { serial: null }), descriptor);
    world.hid.plug(hidScanner('/dev/hidraw9', { serial: '0000' }), descriptor);
    world.hid.plug(hidScanner('/dev/hidraw4', { vendorId: 0x1eab }), newlandDescriptor);
    await world.start();
    world.hid.report(scannerPath, codeReport);
    world.hid.report('/dev/hidraw9', qrReport);
    world.hid.report('/dev/hidraw4', newlandReport);

    expect(world.frames.filter(({ driver }) => driver === 'scan')).toMatchObject([
      { seq: 1, scanner: 'hid:0c2e:0b62' },
      { seq: 2, scanner: 'hid:0c2e:0b62#2' },
      { seq: 3, scanner: 'hid:1eab:0b62:A1' },
    ]);
  });

  it('whose descriptor does not read is read by the rule', async () => {
    const world = new ScannerWorld();
    world.hid.plug(hidScanner(scannerPath), descriptor.subarray(0, 20));
    await world.start();
    world.hid.report(scannerPath, codeReport);

    expect(world.devices().scanners[0]?.layout).toBe('rule');
    expect(world.heard()).toEqual([{ text: '281234567890123456' }]);
  });

  it('that sends half a code costs one message and nothing else', async () => {
    const world = await pluggedWorld();
    world.hid.report(scannerPath, firstPart);
    await world.clock.run(1_000);
    world.hid.report(scannerPath, codeReport);

    expect(world.heard()).toEqual([{ why: 'half' }, { text: '281234567890123456' }]);
  });

  it('that is pulled in the middle of a code loses that code, and the rest of it is no code after it is back', async () => {
    const world = await pluggedWorld();
    world.hid.report(scannerPath, firstPart);
    world.hid.unplug(scannerPath);
    world.hid.plug(hidScanner(scannerPath), descriptor);
    await world.clock.run(400);

    expect(world.heard()).toEqual([{ why: 'half' }]);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
  });

  it('is not read at a path to which another device has come in between', async () => {
    const world = new ScannerWorld();
    world.hid.plug(hidScanner(scannerPath), descriptor);
    world.hid.nowAt.set(scannerPath, { vendorId: 0x046d, productId: 0xc31c });
    await world.start();
    expect(world.hid.isOpen(scannerPath)).toBe(false);
    expect(world.scanners()).toMatchObject([{ presence: 'failing' }]);

    world.hid.nowAt.clear();
    await world.clock.run(6_000);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
  });

  it('in a mode that does not read is heard of once a second at most', async () => {
    const world = await pluggedWorld();
    for (let count = 0; count < 40; count += 1) {
      world.hid.report(scannerPath, codeReport.with(1, 200));
      await world.clock.run(50);
    }
    expect(world.heard()).toHaveLength(3 + 1);
  });

  it('is found later when a busy machine could not list it in time', async () => {
    const world = new ScannerWorld();
    world.hid.plug(hidScanner(scannerPath), descriptor);
    world.hid.hangsOnce = true;
    const started = world.start();
    await world.clock.run(3_000);
    await started;
    expect(world.scanners()).toEqual([]);
    world.hid.listsLate.resolve();
    await world.clock.run(5_000);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
  });

  it('whose reports do not read three times is failing until one reads', async () => {
    const world = await pluggedWorld();
    for (let count = 0; count < 3; count += 1) world.hid.report(scannerPath, codeReport.with(1, 200));

    expect(world.heard()).toEqual([{ why: 'garbled' }, { why: 'garbled' }, { why: 'garbled' }]);
    expect(world.scanners()).toEqual([{ presence: 'failing', trouble: 'garbled' }]);
    world.hid.report(scannerPath, codeReport);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
  });

  it('has a name without control characters, marks that turn text round, or great length', async () => {
    const world = new ScannerWorld();
    world.hid.plug(
      hidScanner(scannerPath, { name: ` Scan\u0007ner\u202e\u200b\n${'x'.repeat(500)}`, serial: 'A\u0000 1' }),
    );
    await world.start();

    const scanner = world.devices().scanners[0];
    expect(scanner?.name).toMatch(/^Scan ner x{100,}$/);
    expect(scanner?.name.length).toBeLessThanOrEqual(120);
    expect(scanner?.id).toBe('hid:0c2e:0b62:A1');
  });

  it('leaves of a report what may be kept: never its bytes, and fifty at most', async () => {
    const world = await pluggedWorld();
    for (let count = 0; count < 60; count += 1) world.hid.report(scannerPath, codeReport);

    expect(world.service.facts.all()).toHaveLength(50);
    expect(world.service.facts.all()[0]).toEqual({
      scanner: id,
      reportId: 2,
      bytes: 64,
      aim: ']C0',
      at: world.clock.wallMs(),
    });
  });
});

describe('a command', () => {
  it('is answered with the devices, also when nothing changed or its device is not known', async () => {
    const world = await pluggedWorld();
    const nobody = DeviceId.parse('serial:nobody');
    for (const command of [
      { to: 'look' },
      { to: 'use-port', port: nobody },
      { to: 'forget', scanner: nobody },
      { to: 'layout', scanner: nobody, layout: 'rule' },
    ] as const) {
      await world.service.take(command);
      expect(world.frames.splice(0).map(({ driver }) => driver)).toEqual(['devices']);
    }
  });

  it('look finds what was plugged without a word, and opens at once what was refused', async () => {
    const world = await pluggedWorld();
    world.hid.plug(hidScanner('/dev/hidraw8', { serial: 'B2' }), descriptor);
    world.hid.refusals.set('/dev/hidraw8', 'Permission denied');
    await world.service.take({ to: 'look' });
    await world.clock.run(0);
    expect(world.scanners().at(-1)).toEqual({ presence: 'blocked', trouble: 'no-permission' });
    world.hid.refusals.clear();
    await world.service.take({ to: 'look' });
    await world.clock.run(0);

    expect(world.scanners().at(-1)).toEqual({ presence: 'ready', trouble: null });
  });
});

describe('a library that does not load', () => {
  it('is named, and what does not need it goes on', async () => {
    const world = new ScannerWorld();
    world.hid.listProblem = { is: 'missing', detail: 'libusb-1.0.so.0: cannot open shared object file' };
    world.serial.plug(usbPort('/dev/ttyACM0'));
    await world.start();

    expect(world.devices()).toMatchObject({ missing: ['hid'], ports: [{ name: 'Honeywell (ttyACM0)' }] });
    expect(world.log).toEqual(['hid: not listed: libusb-1.0.so.0: cannot open shared object file']);
    world.hid.listProblem = null;
    await world.service.take({ to: 'look' });
    expect(world.devices().missing).toEqual([]);
  });

  it('a list that does not end changes nothing, and is not asked for again', async () => {
    const world = await pluggedWorld();
    world.hid.hangs = true;
    const listed = world.hid.listed;
    for (let time = 0; time < 3; time += 1) {
      world.plugs.change();
      await world.clock.run(10_000);
    }
    world.hid.report(scannerPath, codeReport);

    expect(world.hid.listed).toBe(listed + 1);
    expect(world.heard()).toEqual([{ text: '281234567890123456' }]);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
  });

  it('a list that could not be made changes nothing', async () => {
    const world = await pluggedWorld();
    world.hid.listProblem = { is: 'unlisted', detail: 'no' };
    for (let time = 0; time < 5; time += 1) await world.service.take({ to: 'look' });

    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
    expect(world.hid.isOpen(scannerPath)).toBe(true);
  });
});

describe('the end', () => {
  it('closes everything, may come twice, and leaves no timer that does anything', async () => {
    const world = await pluggedWorld();
    world.hid.report(scannerPath, firstPart);
    await world.service.stop();
    await world.service.stop();
    world.plugs.change();
    const listed = world.hid.listed;
    await world.clock.run(60_000);

    expect(world.hid.isOpen(scannerPath)).toBe(false);
    expect(world.heard()).toEqual([{ why: 'half' }]);
    expect(world.hid.listed).toBe(listed);
  });
});
