import { expect, it } from 'vitest';

import type { Display, HostFrame } from '#contract';

import { VirtualClock } from '../testing/virtual-clock.ts';
import { isFor } from './screen-role.ts';
import { Told } from './told.ts';

const amount = { currency: 'EUR', minor: 1250 } as Display['now'] extends { amount: infer A } ? A : never;
const paid = { shows: 'paid', amount, wallet: null, at: 0, storeWord: null, agoMs: 100 };
const code = { shows: 'code', amount, code: 'https://qr', leftMs: 60_000, lifeMs: 90_000 };

function displayOf(now: unknown, timeScale = 1): HostFrame {
  const about = { revision: 1, hostId: 'h', environment: 'sandbox', shopName: 'Shop', language: null, timeScale };
  return { frame: 'display', display: { ...about, now } as Display };
}

it('a till and a display are each told their own last state, and both that the host is away', () => {
  const told = new Told(new VirtualClock());
  expect(told.greeting('display')).toEqual([{ frame: 'host-away' }]);
  const unpaired: HostFrame = { frame: 'unpaired', backend: null };
  const idle = displayOf({ shows: 'idle' });
  const scanned: HostFrame = { frame: 'scanned', via: 'serial', scanned: { is: 'ok' } };
  for (const frame of [unpaired, idle, { frame: 'alive' } as const, scanned]) told.note(frame);
  expect(told.greeting('till')).toEqual([unpaired]);
  expect(told.greeting('display')).toEqual([idle]);
  told.away();
  expect(told.greeting('till')).toEqual([unpaired, { frame: 'host-away' }]);
  expect(told.greeting('display')).toEqual([idle, { frame: 'host-away' }]);
});

it('a new host is there for a display with its first model, not with its first word', () => {
  const told = new Told(new VirtualClock());
  const [before, after] = [displayOf(code), displayOf({ shows: 'closing', amount })];
  told.note(before);
  told.away();
  told.note({ frame: 'unpaired', backend: null });
  const codeless = displayOf({ shows: 'one-moment', amount });
  expect(told.greeting('display')).toEqual([codeless, { frame: 'host-away' }]);
  told.note(after);
  expect(told.greeting('display')).toEqual([after]);
});

it('[5.2b/M6] a till that is reloaded while its host is away is not told the code of the dead one', () => {
  const told = new Told(new VirtualClock());
  told.note(snapshotAfter(0));
  expect(told.greeting('till')).toMatchObject([{ snapshot: { stage: { orderCode: { isOn: true } } } }]);
  told.away();
  expect(told.greeting('till')).toMatchObject([
    { snapshot: { stage: { at: 'asking', orderCode: { isOn: false } } } },
    { frame: 'host-away' },
  ]);
  expect(JSON.stringify(told.greeting('till'))).not.toContain('https://qr');
});

it('a display that comes late finds times as they are by then, at the speed of the machine', () => {
  const clock = new VirtualClock();
  const told = new Told(clock);
  told.note(displayOf(code, 10));
  clock.sleep(4_000);
  expect(told.greeting('display')).toEqual([displayOf({ ...code, leftMs: 20_000 }, 10)]);
  clock.sleep(4_000);
  expect(told.greeting('display')).toEqual([displayOf({ ...code, leftMs: 0 }, 10)]);
  told.note(displayOf(paid));
  clock.sleep(3_000);
  expect(told.greeting('display')).toEqual([displayOf({ ...paid, agoMs: 3_100 })]);
});

it('a display gets its models, the host’s words that it is there and that it is away, and nothing of the till’s', () => {
  const frames = [
    'snapshot',
    'reply',
    'host-away',
    'unpaired',
    'alive',
    'display',
    'scanned',
    'to-drivers',
    'cannot-run',
  ] as const;
  const toldTo = (role: 'till' | 'display') => frames.filter((frame) => isFor(role, { frame } as HostFrame));
  expect(toldTo('display')).toEqual(['host-away', 'alive', 'display']);
  expect(toldTo('till')).toEqual(frames.filter((frame) => frame !== 'display' && frame !== 'to-drivers'));
});

it('a till’s page that comes late finds its times as they are by then, too', () => {
  const clock = new VirtualClock();
  const told = new Told(clock);
  told.note(snapshotAfter(0));
  clock.sleep(4_000);
  expect(told.greeting('till')).toEqual([snapshotAfter(40_000)]);
});

function snapshotAfter(passedMs: number): HostFrame {
  const orderCode = { isOn: true, value: 'https://qr', leftMs: 60_000 - passedMs, lifeMs: 90_000 };
  const tray = [
    { finalAt: null, elapsedMs: 5_000 + passedMs },
    { finalAt: 7, elapsedMs: 5_000 },
  ];
  const stage = { at: 'asking', elapsedMs: 1_000 + passedMs, orderCode };
  const held = { codeTail: '1234', leftMs: 50_000 - passedMs };
  const devices = { scanners: [{ lastScanAgoMs: passedMs / 10 }, { lastScanAgoMs: null }] };
  return { frame: 'snapshot', snapshot: { timeScale: 10, stage, tray, held, devices } } as unknown as HostFrame;
}
