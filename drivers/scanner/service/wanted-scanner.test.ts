import { describe, expect, it } from 'vitest';

import { DeviceId } from '#contract';

import {
  codeReport,
  descriptor,
  hidScanner,
  type KeptScanners,
  newlandReport,
  scannerPath,
  ScannerWorld,
} from '../testing/scanner-world.ts';

const id = DeviceId.parse('hid:0c2e:0b62:A1');

describe('what a till keeps', () => {
  it('a scanner that was there is waited for after a restart, and is absent, not new', async () => {
    const kept: KeptScanners = { facts: [] };
    const world = new ScannerWorld({ kept });
    world.hid.plug(hidScanner(scannerPath), descriptor);
    await world.start();
    const later = new ScannerWorld({ kept });
    await later.start();

    expect(later.devices().scanners).toMatchObject([
      { id, name: 'Honeywell Scanner', presence: 'absent', trouble: null },
    ]);
    await later.service.take({ to: 'forget', scanner: id });
    expect(later.devices().scanners).toEqual([]);
  });

  it('a layout that a person chose, until it is left to the driver again', async () => {
    const kept: KeptScanners = { facts: [] };
    const world = new ScannerWorld({ kept });
    world.hid.plug(hidScanner(scannerPath), null);
    await world.start();
    await world.service.take({ to: 'layout', scanner: id, layout: 'data-first' });
    world.hid.report(scannerPath, newlandReport);

    expect(world.devices().scanners[0]?.layout).toBe('data-first');
    expect(kept.facts).toMatchObject([{ layout: 'data-first' }]);
    await world.service.take({ to: 'layout', scanner: id, layout: 'rule' });
    world.hid.report(scannerPath, codeReport);
    expect(world.heard()).toEqual([{ text: '281234567890123456' }, { text: '281234567890123456' }]);
    expect(kept.facts).toMatchObject([{ layout: null }]);
  });

  it('sixteen scanners: one more takes the place of one that is absent', async () => {
    const kept: KeptScanners = { facts: [] };
    const world = new ScannerWorld({ kept });
    await world.start();
    for (let number = 0; number < 20; number += 1) {
      const at = `/dev/hidraw${number}`;
      world.hid.plug(hidScanner(at, { serial: `N${number}` }), descriptor);
      await world.service.take({ to: 'look' });
      world.hid.unplug(at);
    }

    expect(world.devices().scanners).toHaveLength(16);
    expect(kept.facts.at(-1)?.id).toBe('hid:0c2e:0b62:N19');
  });
});
