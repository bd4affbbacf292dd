import { describe, expect, it } from 'vitest';

import { codeReport, firstPart, pluggedWorld, scannerPath, secondPart } from '../testing/scanner-world.ts';
import { quietMs, reportsPerSecondMax } from './flood-gate.ts';

describe('[V35] a flood', () => {
  it('of 10,000 reports a second costs one message; then the scanner is ignored until it is quiet', async () => {
    const world = await pluggedWorld();
    for (let ms = 0; ms < 3_000; ms += 1) {
      for (let count = 0; count < 10; count += 1) world.hid.report(scannerPath, codeReport.with(1, 0));
      if (ms % 100 === 0) await world.clock.run(100);
    }
    expect(world.heard()).toEqual([{ why: 'flood' }]);
    expect(world.scanners()).toEqual([{ presence: 'failing', trouble: 'flood' }]);

    await world.clock.run(quietMs * 2);
    expect(world.scanners()).toEqual([{ presence: 'ready', trouble: null }]);
    world.hid.report(scannerPath, codeReport);
    expect(world.heard()).toEqual([{ text: '281234567890123456' }]);
  });

  it('in the middle of a code is one message, not two, and the code’s rest is not one', async () => {
    const world = await pluggedWorld();
    world.hid.report(scannerPath, firstPart);
    for (let count = 0; count < reportsPerSecondMax; count += 1) world.hid.report(scannerPath, codeReport.with(0, 9));
    world.hid.report(scannerPath, secondPart);

    expect(world.heard()).toEqual([{ why: 'flood' }]);
    expect(world.service.facts.all().at(-1)?.reportId).toBe(9); // what is ignored is not read
  });

  it('is not what 200 codes in a row are', async () => {
    const world = await pluggedWorld();
    for (let count = 0; count < 200; count += 1) world.hid.report(scannerPath, codeReport);

    expect(world.heard()).toHaveLength(200);
  });
});
