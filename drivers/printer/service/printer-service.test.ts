import { describe, expect, it } from 'vitest';

import { DeviceId, PrinterFrame } from '#contract';

import { aDocument, jobId, networkPrinter, PrinterWorld } from '../testing/printer-world.ts';
import { kickWithinMs, lookAgainMs, lookEveryMs, startWithinMs, statusWithinMs } from './limits.ts';
import { profileAtFirst } from './printer-service.ts';

const usb = DeviceId.parse('usb:04b8:0e28:X5A0001');

describe('a till’s printers', () => {
  it('are those that a person chose: an address, or one that was found', async () => {
    const world = new PrinterWorld();
    world.found = [{ id: usb, via: 'usb', name: 'EPSON TM-T20III', place: { via: 'usb' } }];
    await world.service.start();
    expect(world.frames.at(-1)).toMatchObject({ printers: [], found: [{ id: usb, via: 'usb' }] });
    await world.service.take({ to: 'use-printer', printer: usb });
    await world.service.take({ to: 'add-network-printer', host: '192.0.2.7', port: 9_100 });
    await world.clock.run(3_000);
    expect(world.frames.at(-1)).toMatchObject({
      printers: [
        { id: usb, presence: 'ready', paper: 'ok', answers: true },
        { id: networkPrinter, name: 'FAKE F-1 (192.0.2.7)', presence: 'ready', trouble: null },
      ],
      found: [],
    });
    expect(world.kept.map(({ id }) => id)).toEqual([usb, networkPrinter]);
    await world.service.take({ to: 'forget-printer', printer: usb });
    expect(world.kept.map(({ id }) => id)).toEqual([networkPrinter]);
    for (const frame of world.frames) expect(PrinterFrame.safeParse(frame).success).toBe(true);
  });

  it('are kept with what a person settled, and asked anew what they can', async () => {
    const before = new PrinterWorld();
    await before.withPrinter();
    const profile = { ...profileAtFirst, paperMm: 58, columns: 32, fonts: 'western' } as const;
    await before.service.take({ to: 'set-printer', printer: networkPrinter, profile });
    const world = new PrinterWorld(before.kept);
    await world.service.start();
    expect(world.seen()).toMatchObject({ presence: 'connecting', answers: true, profile });
    await world.clock.run(3_000);
    expect(world.seen()).toMatchObject({ presence: 'ready' });
  });

  it('are looked at now and then, and more often while something is wrong with one', async () => {
    const world = new PrinterWorld();
    const printer = await world.withPrinter();
    printer.paper = 'low';
    await world.clock.run(lookEveryMs + 1_000);
    expect(world.seen()).toMatchObject({ paper: 'low', trouble: 'paper-low', presence: 'ready' });
    printer.break('power');
    await world.clock.run(lookEveryMs + 1_000);
    expect(world.seen()).toMatchObject({ trouble: 'absent', presence: 'absent', paper: 'unknown' });
    printer.mend();
    await world.clock.run(lookAgainMs + 1_000);
    expect(world.seen()).toMatchObject({ trouble: null, presence: 'ready', paper: 'ok' });
  });

  it('that was taken for one that says nothing is asked again', async () => {
    const world = new PrinterWorld();
    world.printer().isMute = true;
    await world.withPrinter();
    await world.clock.run(10_000);
    expect(world.seen()).toMatchObject({ answers: false, trouble: null, paper: 'unknown' });
    world.printer().isMute = false;
    await world.clock.run(lookEveryMs + 3_000);
    expect(world.seen()).toMatchObject({ answers: true, paper: 'ok' });
  });

  it('have an answer for the host at any time', async () => {
    const world = new PrinterWorld();
    const printer = await world.withPrinter();
    printer.cover = 'open';
    void world.service.take({ to: 'ask-printer', printer: networkPrinter, ask: jobId('A1') });
    void world.service.take({ to: 'ask-printer', printer: usb, ask: jobId('A2') });
    await world.clock.run(statusWithinMs);
    const says = world.frames.filter((frame) => frame.driver === 'printer-says');
    expect(says).toEqual([
      { driver: 'printer-says', ask: 'A2', says: { trouble: 'absent', drawerLevel: null } },
      { driver: 'printer-says', ask: 'A1', says: { trouble: 'cover-open', drawerLevel: 'high' } },
    ]);
  });
});

describe('a job', () => {
  it('[V41] is printed once in one process, however often it is given', async () => {
    const world = new PrinterWorld();
    const printer = await world.withPrinter();
    world.print('J1');
    world.print('J1');
    await world.clock.run(1_000);
    world.print('J1');
    await world.clock.run(1_000);
    expect(world.outcomes('J1')).toEqual([{ kind: 'printed' }, { kind: 'printed' }]);
    expect(Buffer.from(printer.printed).toString('latin1').split('PAID')).toHaveLength(2);
  });

  it('[V41] that broke off is never printed again, and one of which nothing had left is', async () => {
    const world = new PrinterWorld();
    const printer = await world.withPrinter();
    printer.breakAt('paper', 30, 'printed');
    world.print('J1');
    await world.clock.run(1_000);
    printer.mend();
    world.print('J1');
    await world.clock.run(1_000);
    const broken = { kind: 'failed', trouble: 'paper-out', paperMoved: 'maybe' };
    expect(world.outcomes('J1')).toEqual([broken, broken]);
    printer.paper = 'out';
    world.print('J2');
    await world.clock.run(1_000);
    printer.mend();
    world.print('J2');
    await world.clock.run(3_000);
    expect(world.outcomes('J2').map(({ kind }) => kind)).toEqual(['failed', 'printed']);
  });

  it('that could not start in time is not printed later', async () => {
    const world = new PrinterWorld();
    const printer = await world.withPrinter();
    printer.break('hang');
    for (let job = 0; job < 40; job += 1) world.print(`J${job}`);
    await world.clock.run(startWithinMs + 20_000);
    printer.mend();
    await world.clock.run(60_000);
    for (let job = 0; job < 40; job += 1)
      expect(world.outcomes(`J${job}`)).toEqual([{ kind: 'failed', trouble: 'unresponsive', paperMoved: 'no' }]);
    expect(printer.printed).toEqual([]);
  });

  it('that nobody waits for any more is not begun', async () => {
    const world = new PrinterWorld();
    const printer = await world.withPrinter();
    world.print('J1');
    world.print('J2');
    void world.service.take({ to: 'abandon', job: jobId('J2') });
    await world.clock.run(2_000);
    expect([...world.outcomes('J1'), ...world.outcomes('J2')].map(({ kind }) => kind)).toEqual(['printed', 'failed']);
    expect(Buffer.from(printer.printed).toString('latin1').split('PAID')).toHaveLength(2);
  });

  it('for a printer that nobody chose, or that is forgotten while it waits, has an outcome all the same', async () => {
    const world = new PrinterWorld();
    await world.withPrinter();
    world.print('J1', usb);
    world.print('J2');
    world.print('J3');
    await world.service.take({ to: 'forget-printer', printer: networkPrinter });
    await world.clock.run(1_000);
    const absent = { kind: 'failed', trouble: 'absent', paperMoved: 'no' };
    expect([world.outcomes('J1'), world.outcomes('J3')]).toEqual([[absent], [absent]]);
    expect(world.outcomes('J2')).toHaveLength(1);
  });

  it('that is no receipt is refused, and the next one is printed', async () => {
    const world = new PrinterWorld();
    await world.withPrinter();
    const endless = { ...aDocument, columns: 64, markup: '字\n'.repeat(8_000) };
    const unwritable = { ...aDocument, markup: `{code:${'x'.repeat(16_000)};option:qrcode,8,h}` };
    for (const [job, document] of [
      ['J1', endless],
      ['J2', unwritable],
    ] as const)
      void world.service.take({ to: 'print', printer: networkPrinter, job: jobId(job), document });
    world.print('J3');
    await world.clock.run(3_000);
    expect(world.outcomes('J1')).toEqual([{ kind: 'failed', trouble: 'unsupported', paperMoved: 'no' }]);
    expect(world.outcomes('J2')).toHaveLength(1);
    expect(world.outcomes('J3')).toEqual([{ kind: 'printed' }]);
  });

  it('is nothing that a new process begins by itself', async () => {
    const before = new PrinterWorld();
    const printer = await before.withPrinter();
    printer.paper = 'out';
    before.print('J1');
    await before.clock.run(1_000);
    const after = new PrinterWorld(before.kept);
    after.printers.set(networkPrinter, printer);
    printer.mend();
    await after.service.start();
    await after.clock.run(120_000);
    expect(printer.printed).toEqual([]);
  });
});

describe('the drawer', () => {
  it('comes before the paper that waits', async () => {
    const world = new PrinterWorld();
    const printer = await world.withPrinter();
    for (const job of ['J1', 'J2']) world.print(job);
    void world.service.take({ to: 'kick', printer: networkPrinter, kick: jobId('K1'), pin: 2 });
    await world.clock.run(5_000);
    const ended = world.frames.flatMap((frame) => (frame.driver === 'print-ended' ? [frame.job] : []));
    expect(ended).toEqual(['J1', 'K1', 'J2']);
    expect(printer.pulses).toBe(1);
    expect(world.outcomes('K1')).toEqual([{ kind: 'printed' }]);
  });

  it('opens without paper, at once and not when paper is back', async () => {
    const world = new PrinterWorld();
    const printer = await world.withPrinter();
    printer.paper = 'out';
    void world.service.take({ to: 'kick', printer: networkPrinter, kick: jobId('K1'), pin: 2 });
    await world.clock.run(3_000);
    expect([printer.pulses, world.outcomes('K1')]).toEqual([1, [{ kind: 'printed' }]]);
    printer.mend();
    await world.clock.run(3_000);
    expect(printer.pulses).toBe(1);
  });

  it('does not open later than somebody wants it to', async () => {
    const world = new PrinterWorld();
    const printer = await world.withPrinter();
    printer.break('hang');
    void world.service.take({ to: 'kick', printer: networkPrinter, kick: jobId('K1'), pin: 2 });
    await world.clock.run(kickWithinMs + 3_000);
    printer.mend();
    await world.clock.run(10_000);
    expect([printer.pulses, world.outcomes('K1').map(({ kind }) => kind)]).toEqual([0, ['failed']]);
  });

  it('is known to be open once a person has said so', async () => {
    const world = new PrinterWorld();
    const printer = await world.withPrinter();
    const profile = { ...profileAtFirst, drawerPin: 2 } as const;
    await world.service.take({ to: 'set-printer', printer: networkPrinter, profile });
    expect(world.seen()).toMatchObject({ drawer: 'unknown', drawerLevel: 'high' });
    void world.service.take({ to: 'drawer-is', printer: networkPrinter, is: 'closed' });
    await world.clock.run(1_000);
    expect(world.seen()).toMatchObject({ drawer: 'closed', profile: { drawerOpenLevel: 'low' } });
    printer.drawer = 'open';
    await world.clock.run(lookEveryMs + 1_000);
    expect(world.seen()).toMatchObject({ drawer: 'open', drawerLevel: 'low' });
  });
});
