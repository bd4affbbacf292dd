import { EventEmitter } from 'node:events';

import { expect, it } from 'vitest';

import { VirtualClock } from '../terminal/testing/virtual-clock.ts';
import { keepPage, type KeptPage } from './keep-page.ts';

/** A page whose loads end as a test wants it. */
function pageOf(role: KeptPage['role'] = 'till') {
  const clock = new VirtualClock();
  const said: string[] = [];
  const loads: PromiseWithResolvers<void>[] = [];
  const addresses: string[] = [];
  const counts = { reloads: 0, crashes: 0 };
  let destroyed = false;
  const contents = Object.assign(new EventEmitter(), {
    loadURL: (address: string) => {
      addresses.push(address);
      const load = Promise.withResolvers<void>();
      loads.push(load);
      return load.promise;
    },
    reload: () => void counts.reloads++,
    isDestroyed: () => destroyed,
    forcefullyCrashRenderer: () => void counts.crashes++,
  });
  let isLoaded = false;
  const kept = keepPage({
    role,
    clock,
    contents: contents as unknown as KeptPage['contents'],
    say: (words) => said.push(words),
  });
  void kept.then(() => (isLoaded = true));
  return {
    clock,
    said,
    loads,
    addresses,
    counts,
    die: (reason = 'crashed') => contents.emit('render-process-gone', {}, { reason }),
    hang: () => contents.emit('unresponsive'),
    close: () => (destroyed = true),
    isLoaded: () => isLoaded,
  };
}

it('a page that dies during its first load is loaded again, once, and is loaded when it is', async () => {
  const page = pageOf();
  page.loads[0]?.reject(new Error('ERR_FAILED (-2)'));
  page.die();
  await page.clock.advance(100);
  expect(page.loads).toHaveLength(2);
  expect(page.said).toEqual(["the till's page ended unexpectedly (crashed); loading it again in 0.1 s"]);
  page.loads[1]?.resolve();
  await page.clock.advance(10_000);
  expect([page.isLoaded(), page.loads.length, page.counts.reloads]).toEqual([true, 2, 0]);
});

it('a first load that fails because the next one began changes nothing', async () => {
  const page = pageOf();
  page.die();
  await page.clock.advance(100);
  page.loads[0]?.reject(new Error('ERR_ABORTED (-3)'));
  await page.clock.advance(10_000);
  expect([page.loads.length, page.said.length, page.isLoaded()]).toEqual([2, 1, false]);
});

it('loads that fail are tried again, more and more slowly', async () => {
  const page = pageOf();
  for (const afterMs of [100, 500, 1_000]) {
    page.loads.at(-1)?.reject(new Error('ERR_FAILED (-2)'));
    await page.clock.advance(afterMs);
  }
  expect(page.loads).toHaveLength(4);
  expect(page.said.at(-1)).toBe("the till's page could not be loaded (ERR_FAILED (-2)); loading it again in 1 s");
});

it('a page that dies later is loaded again where it was, one that hangs is ended, a closed one is let go', async () => {
  const page = pageOf();
  page.loads[0]?.resolve();
  await page.clock.advance(0);
  page.hang();
  expect(page.counts.crashes).toBe(1);
  page.die();
  await page.clock.advance(100);
  expect(page.counts.reloads).toBe(1);
  page.die('clean-exit');
  page.die();
  page.close();
  await page.clock.advance(10_000);
  page.die();
  expect([page.counts.reloads, page.loads.length, page.said.length]).toEqual([1, 1, 3]);
});

it('the customer’s screen is kept as the till is, at its own address and by its own name', async () => {
  const page = pageOf('display');
  page.loads[0]?.reject(new Error('ERR_FAILED (-2)'));
  await page.clock.advance(100);
  page.hang();
  expect(page.addresses).toEqual(['app://display/', 'app://display/']);
  expect(page.said).toEqual([
    "the customer screen's page could not be loaded (ERR_FAILED (-2)); loading it again in 0.1 s",
    "the customer screen's page does not answer; its process is ended",
  ]);
});
