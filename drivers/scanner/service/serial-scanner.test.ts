import { describe, expect, it } from 'vitest';

import { DeviceId } from '#contract';

import { type KeptScanners, ScannerWorld, usbPort } from '../testing/scanner-world.ts';

describe('a serial scanner', () => {
  const port = DeviceId.parse('serial:0c2e:0b6a:S1');

  it('is none until a person says so; then it is opened, kept, and found again under another name', async () => {
    const kept: KeptScanners = { facts: [] };
    const world = new ScannerWorld({ kept });
    world.serial.plug(usbPort('/dev/ttyACM0'));
    await world.start();
    expect(world.devices().scanners).toEqual([]);
    expect(world.devices().ports).toEqual([{ id: port, name: 'Honeywell (ttyACM0)', inUse: false }]);

    await world.service.take({ to: 'use-port', port });
    expect(world.devices().ports[0]?.inUse).toBe(true);
    world.serial.send('/dev/ttyACM0', ']C0281234567890123456\r\n');
    expect(world.heard()).toEqual([{ text: '281234567890123456' }]);

    const later = new ScannerWorld({ kept });
    later.serial.plug(usbPort('/dev/ttyACM1'));
    await later.start();
    later.serial.send('/dev/ttyACM1', '281234567890123456\r');
    expect(later.heard()).toEqual([{ text: '281234567890123456' }]);
    expect(later.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
  });

  it('settles for 2 s, in which noise costs no message and a code is a code', async () => {
    const world = new ScannerWorld();
    world.serial.plug(usbPort('/dev/ttyACM0'));
    await world.start();
    await world.service.take({ to: 'use-port', port });
    expect(world.scanners()).toEqual([{ presence: 'connecting', trouble: null }]);
    world.serial.send('/dev/ttyACM0', '\0\x01\x02 boot\r\n');
    expect(world.heard()).toEqual([]);

    await world.clock.run(2_000);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
    world.serial.send('/dev/ttyACM0', '\0\x01\x02 noise\r\n');
    expect(world.heard()).toEqual([{ why: 'garbled' }]);
  });

  it('that was pulled without a word is closed when it is not listed any more', async () => {
    const world = new ScannerWorld();
    world.serial.plug(usbPort('/dev/ttyACM0'));
    await world.start();
    await world.service.take({ to: 'use-port', port });
    await world.clock.run(3_000);
    world.serial.unplug('/dev/ttyACM0');
    world.plugs.change();
    await world.clock.run(1_250);

    expect(world.serial.isOpen('/dev/ttyACM0')).toBe(false);
    expect(world.scanners()).toEqual([{ presence: 'absent', trouble: 'unplugged' }]);
    world.serial.plug(usbPort('/dev/ttyACM3'));
    await world.clock.run(5_000);
    expect(world.serial.isOpen('/dev/ttyACM3')).toBe(true);
  });

  it('is forgotten, and its port is free again', async () => {
    const kept: KeptScanners = { facts: [] };
    const world = new ScannerWorld({ kept });
    world.serial.plug(usbPort('/dev/ttyACM0'));
    await world.start();
    await world.service.take({ to: 'use-port', port });
    await world.service.take({ to: 'forget', scanner: port });

    expect(world.serial.isOpen('/dev/ttyACM0')).toBe(false);
    expect(world.devices()).toMatchObject({ scanners: [], ports: [{ inUse: false }] });
    expect(kept.facts).toEqual([]);
  });
});
