import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';

import { DriverProcess } from '../driver-process.ts';
import { keyboardDescriptor, layouts, reportsOf, type LayoutName } from '../layouts.ts';
import { momentMs, spread } from './figures.ts';
import { lookFor } from './look-for.ts';
import { VirtualHid } from './uhid.ts';

// The kernel's own hidraw under the till's driver process.

const code = '281999020000123456';
const longCode = `https://shop.example/menu?table=12&${'x'.repeat(300)}`;
/** The processor is emulated, and what surrounds it may be busy. */
const patienceMs = 120_000;

let folder: string;
let drivers: DriverProcess;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'hid-'));
  drivers = DriverProcess.start(folder, { patienceMs });
});

after(async () => {
  await drivers.stop();
});

/** Until the end of the check. */
async function plugIn(check: TestContext, layout: LayoutName, serial: string): Promise<VirtualHid> {
  const { vendor, product, descriptor } = layouts[layout];
  const name = `Virtual scanner ${layout}`;
  const device = await VirtualHid.plugIn({ name, vendor, product, serial, descriptor });
  check.after(async () => {
    device.close();
    await lookFor(drivers, serial, 'absent');
    drivers.command({ to: 'forget', scanner: drivers.scanner(serial)?.id });
  });
  await lookFor(drivers, serial, 'ready');
  return device;
}

/** What came of the scans after the first `from`. */
function readSince(from: number): string[] {
  return drivers.outcomes.slice(from).map((outcome) => (outcome.driver === 'scan' ? outcome.text : outcome.why));
}

void test('the driver process starts and says what there is', async () => {
  await drivers.until('its first word', () => drivers.devices !== undefined);
  assert.deepEqual(drivers.devices?.missing, []);
});

for (const layout of Object.keys(layouts) as LayoutName[])
  void test(`a ${layout} scanner is read by the descriptor that the kernel has`, async (check) => {
    const serial = `UHID-${layout.toUpperCase()}`;
    const device = await plugIn(check, layout, serial);
    assert.equal(drivers.scanner(serial)?.layout, 'descriptor');
    for (const text of [code, longCode]) {
      const heard = drivers.outcomes.length;
      device.send(reportsOf(layouts[layout], text, ']Q0'));
      await drivers.until('the scan', () => drivers.outcomes.length > heard);
      const scan = drivers.outcomes.at(-1);
      assert.equal(scan?.driver === 'scan' && scan.text, text);
    }
  });

void test('codes that come without a pause are all read, in order', async (check) => {
  const device = await plugIn(check, 'honeywell', 'BURST');
  const heard = drivers.outcomes.length;
  const texts = Array.from({ length: 50 }, (_, i) => `28${String(i).padStart(16, '0')}`);
  device.send(texts.flatMap((text) => reportsOf(layouts.honeywell, text, ']C0')));
  await drivers.until('all of them', () => drivers.outcomes.length >= heard + texts.length);
  assert.deepEqual(readSince(heard), texts);
});

void test('from the kernel to the parent process', async (check) => {
  const device = await plugIn(check, 'honeywell', 'SPEED');
  const took: number[] = [];
  for (let run = -20; run < 200; run++) {
    const heard = drivers.outcomes.length;
    const sentAt = momentMs();
    device.send(reportsOf(layouts.honeywell, code, ']C0'));
    await drivers.until('the scan', () => drivers.outcomes.length > heard);
    const scan = drivers.outcomes.at(-1);
    if (run >= 0 && scan !== undefined) took.push(scan.atMs - sentAt);
    await new Promise((resolve) => setTimeout(resolve, 5)); // without a pause it would pass for a flood
  }
  console.log(`report written to /dev/uhid → scan at the parent: ${spread(took)}`);
});

void test('unplugged and plugged in again, and none of its scans is lost or doubled', async (check) => {
  const device = await plugIn(check, 'newland', 'REPLUG');
  const heard = drivers.outcomes.length;
  const texts: string[] = [];
  const goneMs: number[] = [];
  const backMs: number[] = [];
  for (let round = 0; round < 20; round++) {
    for (let scan = 0; scan < 5; scan++) {
      texts.push(`28${String(texts.length).padStart(16, '0')}`);
      device.send(reportsOf(layouts.newland, texts.at(-1) ?? '', ''));
    }
    // hidapi hands out nothing any more of a device that has gone, although the kernel would.
    await drivers.until('the scans', () => drivers.outcomes.length >= heard + texts.length);
    const unpluggedAt = momentMs();
    device.unplug();
    await drivers.until('it is gone', () => drivers.scanner('REPLUG')?.presence === 'absent');
    goneMs.push(momentMs() - unpluggedAt);
    await device.plug();
    const pluggedAt = momentMs();
    await lookFor(drivers, 'REPLUG', 'ready');
    backMs.push(momentMs() - pluggedAt);
  }
  assert.deepEqual(readSince(heard), texts);
  console.log(`unplugged → said: ${spread(goneMs)}; there again and looked for → ready: ${spread(backMs)}`);
});

void test('what a reader finds after it stood still for a while is said to be late, and is nobody’s code', async (check) => {
  const device = await plugIn(check, 'honeywell', 'STILL');
  const heard = drivers.outcomes.length;
  process.kill(drivers.pid, 'SIGSTOP');
  const texts = Array.from({ length: 10 }, (_, i) => `29${String(i).padStart(16, '0')}`);
  for (const text of texts) device.send(reportsOf(layouts.honeywell, text, ']Q0'));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  process.kill(drivers.pid, 'SIGCONT');
  await drivers.until('all of them', () => drivers.outcomes.length >= heard + texts.length);
  assert.deepEqual(readSince(heard), []);
});

void test('a flood of reports costs a word, and then it is read again', async (check) => {
  const device = await plugIn(check, 'honeywell', 'FLOOD');
  const heard = drivers.outcomes.length;
  const reports = reportsOf(layouts.honeywell, code, ']Q0');
  const endsAt = momentMs() + 2_000;
  let sent = 0;
  while (momentMs() < endsAt) {
    for (let burst = 0; burst < 100; burst++) device.send(reports);
    sent += 100;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await drivers.until('it is said', () => readSince(heard).includes('flood'));
  await lookFor(drivers, 'FLOOD', 'ready');
  device.send(reportsOf(layouts.honeywell, '289123', ']Q0'));
  await drivers.until('the next scan', () => readSince(heard).includes('289123'));
  const read = readSince(heard);
  const floods = read.filter((text) => text === 'flood').length;
  assert.ok(floods <= 2, `${floods} words about it`);
  console.log(
    `${sent} reports in 2 s: ${read.filter((text) => text === code).length} read, and ${floods} words about it`,
  );
});

void test('a keyboard is never opened', async (check) => {
  const about = { name: 'Virtual keyboard', vendor: 0x0c2e, product: 0x0b61, serial: 'KEYS' };
  const keyboard = await VirtualHid.plugIn({ ...about, descriptor: keyboardDescriptor });
  check.after(() => keyboard.close());
  await plugIn(check, 'honeywell', 'BESIDE');
  const opened = drivers.openDevices();
  assert.ok(opened.includes(hidrawOf('BESIDE'))); // so that an opening would be seen
  assert.ok(!opened.includes(hidrawOf('KEYS')));
});

void test('of two driver processes one has the scanner', async (check) => {
  const device = await plugIn(check, 'honeywell', 'OWNED');
  const other = DriverProcess.start(mkdtempSync(join(tmpdir(), 'hid-')), { patienceMs });
  try {
    await lookFor(other, 'OWNED', 'blocked');
    assert.equal(other.scanner('OWNED')?.trouble, 'in-use');
    const heard = drivers.outcomes.length;
    device.send(reportsOf(layouts.honeywell, code, ']Q0'));
    await drivers.until('the scan', () => drivers.outcomes.length > heard);
    assert.equal(other.outcomes.length, 0);
  } finally {
    await other.stop();
  }
});

/** The kernel's node for the device with this serial number. */
function hidrawOf(serial: string): string {
  const folder = '/sys/class/hidraw';
  const has = (node: string): boolean =>
    readFileSync(`${folder}/${node}/device/uevent`, 'utf8').includes(`HID_UNIQ=${serial}\n`);
  return `/dev/${readdirSync(folder).find(has) ?? 'none'}`;
}
