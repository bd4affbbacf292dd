import { expect, test } from '@playwright/test';

import { Product } from '../crash/product.ts';
import { seeded } from '../crash/seeded.ts';
import { Sandbox } from '../sandbox.ts';
import { layouts, reportsOf } from './layouts.ts';
import { MockDevices, mockProblem } from './mock-devices.ts';
import { ShopDay } from './shop-day.ts';
import { WatchedTill } from './watched-till.ts';

// The whole product as built, its driver process with the real node-hid, and scanners that umockdev puts in front of it.

const problem = mockProblem();
test.skip(problem !== null, problem ?? '');

const seed = 20_261_122;
const timeScale = 10;
const scansMin = 1_000;
const unplugs = 100;
/** Every so many times it is unplugged in the middle of a code. */
const halfEvery = 5;
const longText = `https://shop.example/${'x'.repeat(200)}`;

test.setTimeout(240_000);

let devices: MockDevices;
let product: Product;
let till: WatchedTill;

test.beforeEach(async () => {
  devices = await MockDevices.start();
  product = await Product.start({ timeScale });
  till = new WatchedTill(product.till, devices);
  await devices.plugScanner('left', { layout: 'honeywell', serial: 'LEFT' });
  await devices.plugScanner('right', { layout: 'newland', serial: 'RIGHT' });
  await devices.plugKeyboard('keyboard');
  await devices.plugPrinter('printer');
  // Only the till sees the devices, and in it only the driver process looks.
  await product.startTill(['env', ...Object.entries(devices.environment).map(([name, value]) => `${name}=${value}`)]);
  await till.untilPresence('LEFT', 'ready');
  await till.untilPresence('RIGHT', 'ready');
});

test.afterEach(async () => {
  await product.stop();
  devices.stop();
});

test(`[V35] ${scansMin} scans, ${unplugs} times unplugged: none lost, none doubled, each a payment or a refusal`, async () => {
  const sandbox = new Sandbox(product.sandboxUrl);
  const day = new ShopDay(till, sandbox, seeded(seed));
  const startedAt = performance.now();
  let wholeScans = 0;
  let unplugged = 0;
  while (wholeScans < scansMin || unplugged < unplugs) {
    const before = day.expected.length;
    if (wholeScans < scansMin) await day.customer(['left', 'right']);
    wholeScans += day.expected.length - before;
    if (unplugged >= unplugs || wholeScans < (unplugged + 1) * (scansMin / unplugs)) continue;
    const [scanner, serial] = unplugged % 2 === 0 ? (['left', 'LEFT'] as const) : (['right', 'RIGHT'] as const);
    const layout = unplugged % 2 === 0 ? ('honeywell' as const) : ('newland' as const);
    if (unplugged % halfEvery === 0) {
      day.expected.push({ is: 'lost', why: 'half' });
      await devices.sendReports(scanner, reportsOf(layouts[layout], longText, ']Q0').slice(0, 2));
    }
    await devices.unplug(scanner);
    await till.untilPresence(serial, 'absent');
    await devices.plugScanner(scanner, { layout, serial });
    await till.lookForDevices();
    await till.untilPresence(serial, 'ready');
    unplugged += 1;
  }
  const tookS = (performance.now() - startedAt) / 1_000;

  expect(till.scanned).toEqual(day.expected);
  const ledger = await sandbox.ledger();
  const charged = ledger.filter(({ timesCharged }) => timesCharged > 0);
  const paid = day.payments.filter(({ outcome }) => outcome === 'paid');
  expect(charged.every(({ timesCharged, timesGivenBack }) => timesCharged === 1 && timesGivenBack === 0)).toBe(true);
  const amounts = new Map(charged.map((entry) => [entry.paymentRequestId, entry.capturedMinor]));
  expect(amounts).toEqual(new Map(paid.map(({ paymentRequestId, minor }) => [paymentRequestId, minor])));
  expect(ledger).toHaveLength(day.payments.length);

  const never = { times: 0, now: false };
  expect(await devices.opened()).toMatchObject({ keyboard: never, printer: never });
  const halves = day.expected.filter(({ is }) => is === 'lost').length;
  const refused = day.expected.filter(({ is }) => is === 'bad-scan').length;
  console.log(
    `${wholeScans} scans in ${tookS.toFixed(1)} s, seed ${seed}: ${paid.length} paid, ${day.payments.length - paid.length}` +
      ` declined, ${refused} refused; ${unplugged} times unplugged, ${halves} of them in the middle of a code`,
  );
});
