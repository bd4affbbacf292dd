import assert from 'node:assert/strict';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { DriverProcess } from '../driver-process.ts';
import { layouts, reportsOf } from '../layouts.ts';
import { momentMs, spread } from './figures.ts';
import { makeBus, UsbGadget } from './gadget.ts';

// True USB devices: what the `usb` package tells of their coming and going, and a serial scanner that is pulled out.

const code = '281999020000123456';
/** The processor is emulated, and what surrounds it may be busy. */
const patienceMs = 120_000;
const replugs = 10;
const scannerAbout = {
  vendor: 0x0c2e,
  product: 0x0b62,
  manufacturer: 'Virtual',
  name: 'HID POS scanner',
  serial: 'USB1',
};
const serialAbout = { vendor: 0x0c2e, product: 0x0b63, manufacturer: 'Virtual', name: 'CDC scanner', serial: 'CDC1' };
const printerAbout = { vendor: 0x04b8, product: 0x0e28, manufacturer: 'EPSON', name: 'TM-T20III', serial: 'PRN1' };

let drivers: DriverProcess;
let printer: UsbGadget;

before(async () => {
  makeBus(4);
  printer = new UsbGadget('printer', printerAbout, { function: 'printer' });
  printer.plug();
  drivers = DriverProcess.start(mkdtempSync(join(tmpdir(), 'hid-')), { patienceMs });
  await drivers.until('its first word', () => drivers.devices !== undefined);
});

after(async () => {
  await drivers.stop();
  printer.remove();
});

async function scanned(node: string, write: (fd: number) => void): Promise<string> {
  const heard = drivers.outcomes.length;
  const fd = openSync(node, 'w');
  try {
    write(fd);
    await drivers.until('the scan', () => drivers.outcomes.length > heard);
  } finally {
    closeSync(fd);
  }
  const outcome = drivers.outcomes.at(-1);
  return outcome?.driver === 'scan' ? outcome.text : 'lost';
}

void test('a scanner is found by the event of its plug and missed by that of its unplug', async () => {
  const scanner = new UsbGadget('scanner', scannerAbout, {
    function: 'hid',
    descriptor: layouts.honeywell.descriptor,
    reportBytes: layouts.honeywell.bytes,
  });
  const readyMs: number[] = [];
  const goneMs: number[] = [];
  for (let round = 0; round < replugs; round++) {
    const pluggedAt = momentMs();
    scanner.plug();
    await drivers.untilReady('USB1');
    readyMs.push(momentMs() - pluggedAt);
    const text = `28${String(round).padStart(16, '0')}`;
    const write = (fd: number): void => {
      for (const report of reportsOf(layouts.honeywell, text, ']Q0')) writeSync(fd, report);
    };
    assert.equal(await scanned(scanner.node, write), text);
    const unpluggedAt = momentMs();
    scanner.unplug();
    await drivers.until('it is gone', () => drivers.scanner('USB1')?.presence === 'absent');
    goneMs.push(momentMs() - unpluggedAt);
  }
  console.log(`USB plug → ready: ${spread(readyMs)}; unplug → said: ${spread(goneMs)}`);
  scanner.remove();
});

void test('a printer and a serial port that nobody chose are never opened', async () => {
  const serial = new UsbGadget('spare', { ...serialAbout, serial: 'SPARE' }, { function: 'acm' });
  serial.plug();
  await drivers.until(
    'the port is offered',
    () => drivers.devices?.ports.some(({ id }) => id.includes('SPARE')) === true,
  );
  const opened = drivers.openDevices().filter((file) => /usb\/lp|ttyACM|bus\/usb/.test(file));
  assert.deepEqual(opened, []);
  serial.unplug();
  serial.remove();
});

void test('a serial scanner that is chosen is read, and pulled out right after a scan it costs no processor time', async () => {
  const serial = new UsbGadget('serial', serialAbout, { function: 'acm' });
  serial.plug();
  const port = (): string | undefined => drivers.devices?.ports.find(({ id }) => id.includes('CDC1'))?.id;
  await drivers.until('the port is offered', () => port() !== undefined);
  drivers.command({ to: 'use-port', port: port() });
  await drivers.untilReady('CDC1');
  const busyShare: number[] = [];
  for (let round = 0; round < 3; round++) {
    assert.equal(await scanned(serial.node, (fd) => writeSync(fd, `]Q0${code}\r`)), code);
    serial.unplug();
    await drivers.until('it is gone', () => drivers.scanner('CDC1')?.presence === 'absent');
    busyShare.push(await processorShare(2_000));
    serial.plug();
    await drivers.untilReady('CDC1');
  }
  console.log(
    `driver process after the pull: ${busyShare.map((share) => `${(share * 100).toFixed(0)} %`).join(', ')} of a core`,
  );
  assert.ok(Math.max(...busyShare) < 0.5, `busy: ${busyShare.join(' ')}`);
  serial.unplug();
  await drivers.until('it is gone', () => drivers.scanner('CDC1')?.presence === 'absent');
  serial.remove();
  assert.ok(!existsSync('/dev/ttyACM0'));
});

/** How much of a core the driver process takes in the next `ms`. */
async function processorShare(ms: number): Promise<number> {
  const ticksBefore = processorTicks(drivers.pid);
  const startedAt = momentMs();
  await new Promise((resolve) => setTimeout(resolve, ms));
  return ((processorTicks(drivers.pid) - ticksBefore) * 10) / (momentMs() - startedAt);
}

/** Processor time of a process, in hundredths of a second. */
function processorTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]); // utime and stime, proc(5)
}
