import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';

import { DriverProcess } from './driver-process.ts';
import { layouts, reportsOf, type LayoutName } from './layouts.ts';
import { MockDevices, mockProblem } from './mock-devices.ts';

// The real node-hid, reading scanners that umockdev puts in front of it.

const problem = mockProblem();
test.skip(problem !== null, problem ?? '');

const code = '281999020000123456';
const longCode = `https://shop.example/menu?table=12&${'x'.repeat(300)}`;

let devices: MockDevices;
let drivers: DriverProcess;
let folder: string;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'counterpay-hid-'));
  devices = await MockDevices.start();
});

test.afterEach(async () => {
  await drivers.stop();
  devices.stop();
  rmSync(folder, { recursive: true, force: true });
});

function startDrivers(): void {
  drivers = DriverProcess.start(folder, { environment: devices.environment });
}

/** Of several lengths, so that some come in several reports. */
function texts(side: string): string[] {
  return Array.from({ length: 20 }, (_, i) => `${side}${i}${'.'.repeat(i * 6)}`);
}

/** Scans, and waits for what comes of it. */
async function outcomeOf(device: string, text: string, aim?: string) {
  const before = drivers.outcomes.length;
  await devices.scan(device, text, aim);
  await drivers.until('an outcome', () => drivers.outcomes.length > before);
  return drivers.outcomes.at(-1);
}

for (const layout of Object.keys(layouts) as LayoutName[])
  test(`[V35] a ${layout} scanner is read by its report descriptor, in one report and in several`, async () => {
    await devices.plugScanner('scanner', { layout, serial: 'S1' });
    startDrivers();
    await drivers.untilReady('S1');

    expect(drivers.scanner('S1')).toMatchObject({ via: 'hid-pos', layout: 'descriptor', trouble: null });
    const aim = layouts[layout].at.aim === null ? null : ']Q0';
    expect(await outcomeOf('scanner', code)).toMatchObject({ driver: 'scan', seq: 1, text: code, aim });
    expect(await outcomeOf('scanner', longCode)).toMatchObject({ driver: 'scan', seq: 2, text: longCode, aim });
  });

for (const layout of ['honeywell', 'newland'] as const)
  test(`[V35] a ${layout} scanner whose descriptor does not say where its data is, is read by the look of its reports`, async () => {
    await devices.plugScanner('scanner', { layout, serial: 'S1', describes: 'kind' });
    startDrivers();
    await drivers.untilReady('S1');

    expect(drivers.scanner('S1')).toMatchObject({ layout: 'rule' });
    expect(await outcomeOf('scanner', code)).toMatchObject({ driver: 'scan', text: code });
    expect(await outcomeOf('scanner', longCode)).toMatchObject({ driver: 'scan', text: longCode });
  });

test('two scanners are read at once, each code whole and told apart', async () => {
  await devices.plugScanner('left', { layout: 'honeywell', serial: 'LEFT' });
  await devices.plugScanner('right', { layout: 'newland', serial: 'RIGHT' });
  startDrivers();
  await drivers.untilReady('LEFT');
  await drivers.untilReady('RIGHT');

  await Promise.all(
    (['left', 'right'] as const).map(async (side) => {
      for (const text of texts(side)) await devices.scan(side, text);
    }),
  );
  await drivers.until('all scans', () => drivers.outcomes.length === 40);

  const of = (serial: string): unknown[] =>
    drivers.outcomes.filter(({ scanner }) => scanner.includes(serial)).map((frame) => 'text' in frame && frame.text);
  expect(of('LEFT')).toEqual(texts('left'));
  expect(of('RIGHT')).toEqual(texts('right'));
  expect(drivers.outcomes.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
});

test('a keyboard, a printer and a device that says nothing of itself are never opened', async () => {
  await devices.plugKeyboard('keyboard');
  await devices.plugPrinter('printer');
  await devices.plugScanner('unknown', { layout: 'honeywell', serial: 'U1', describes: 'nothing' });
  await devices.plugScanner('scanner', { layout: 'honeywell', serial: 'S1' });
  startDrivers();
  await drivers.untilReady('S1');
  drivers.command({ to: 'look' });
  await devices.unplug('scanner');
  await drivers.until('it is gone', () => drivers.scanner('S1')?.presence === 'absent');
  await devices.plugScanner('scanner', { layout: 'honeywell', serial: 'S1' });
  await drivers.untilReady('S1');

  const never = { times: 0, now: false };
  const opened = await devices.opened();
  expect(opened).toMatchObject({ keyboard: never, printer: never, unknown: never });
  expect(opened['scanner']).toMatchObject({ now: true }); // so that an opening would have been seen
});

test('[V35] unplugged in the middle of a code: half of it is said to be lost once, and the next scan is whole', async () => {
  await devices.plugScanner('scanner', { layout: 'honeywell', serial: 'S1' });
  startDrivers();
  await drivers.untilReady('S1');
  const [firstHalf] = reportsOf(layouts.honeywell, longCode, ']Q0');
  await devices.sendReports('scanner', [firstHalf!]);
  await devices.unplug('scanner');
  await drivers.until('it is gone', () => drivers.scanner('S1')?.presence === 'absent');
  await devices.plugScanner('scanner', { layout: 'honeywell', serial: 'S1' });
  await drivers.untilReady('S1');

  expect(await outcomeOf('scanner', code)).toMatchObject({ driver: 'scan', seq: 2, text: code });
  expect(drivers.outcomes).toMatchObject([{ driver: 'lost', seq: 1, why: 'half' }, { seq: 2 }]);
});

test('[V35] half a code without the rest is lost after half a second, and the next scan is whole', async () => {
  await devices.plugScanner('scanner', { layout: 'newland', serial: 'S1' });
  startDrivers();
  await drivers.untilReady('S1');
  const [firstHalf] = reportsOf(layouts.newland, longCode, '');
  await devices.sendReports('scanner', [firstHalf!]);
  await drivers.until('it is lost', () => drivers.outcomes.length === 1);

  expect(await outcomeOf('scanner', code)).toMatchObject({ driver: 'scan', seq: 2, text: code });
  expect(drivers.outcomes[0]).toMatchObject({ driver: 'lost', why: 'half' });
});

test('[V35] reports that run together, and without a pause, are lost and then ignored; when it is quiet the next scan is whole', async () => {
  await devices.plugScanner('scanner', { layout: 'honeywell', serial: 'S1' });
  startDrivers();
  await drivers.untilReady('S1');
  const [report] = reportsOf(layouts.honeywell, code, ']Q0');
  // Not read one by one, they are longer than the scanner says; the VM has a flood of whole ones.
  for (let round = 0; round < 20; round++)
    await devices.sendReports(
      'scanner',
      Array.from({ length: 500 }, () => report!),
      { wait: false },
    );
  await drivers.until('it is ignored', () => drivers.scanner('S1')?.trouble === 'flood');
  await drivers.untilReady('S1', 30_000);

  expect(await outcomeOf('scanner', '289123')).toMatchObject({ driver: 'scan', text: '289123' });
  expect(drivers.outcomes.filter((frame) => frame.driver === 'lost' && frame.why === 'flood')).toHaveLength(1);
});
