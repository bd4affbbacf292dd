import { describe, expect, it } from 'vitest';

import { deviceRig } from '../testing/device-rig.ts';
import { bytes, linesOf } from '../testing/printed.ts';
import type { ConditionChange } from './condition.ts';

const askStatus = bytes(0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4);
const job = bytes(0x1b, '@', 'One', 10, 'Two', 10, 'Three', 10, 0x1d, 'VB', 0, 0x1d, 'r1');

describe('answers', () => {
  it.each<[string, ConditionChange, string]>([
    ['well', {}, '16121212'],
    ['with the drawer open', { drawer: 'open' }, '12121212'],
    ['near the end of its paper', { paper: 'near-end' }, '1612121e'],
    ['without paper', { paper: 'out' }, '1e32127e'],
    ['with its cover open', { cover: 'open' }, '1e161212'],
    ['with a jammed cutter', { fault: 'cutter' }, '1e521a12'],
    ['too hot', { fault: 'overheated' }, '1e525212'],
    ['broken', { fault: 'broken' }, '1e523212'],
  ])('DLE EOT 1 to 4 at once when it is %s', (_name, change, answer) => {
    const { device, host } = deviceRig();
    device.change(change);
    host.session.receive(askStatus);
    expect(host.heard()).toBe(answer);
  });

  it('with the level of the drawer switch that the drawer has', () => {
    const { device, host } = deviceRig({ drawerOpen: 'high' });
    host.session.receive(bytes(0x10, 4, 1));
    device.change({ drawer: 'open' });
    host.session.receive(bytes(0x10, 4, 1, 0x1d, 'r2'));
    expect(host.heard()).toBe('121601');
  });

  it('a real-time command in the data of a picture, which is printed all the same', () => {
    const { device, host } = deviceRig();
    host.session.receive(bytes(0x1d, 'v0', 0, 3, 0, 1, 0, 0x10, 4, 1));
    expect(host.heard()).toBe('16');
    expect(device.slips()[0]?.entries).toMatchObject([{ kind: 'image', width: 24, height: 1 }]);
  });

  it('GS r only when it is reached, and not without paper', () => {
    const { device, host } = deviceRig();
    device.change({ paper: 'near-end' });
    host.session.receive(bytes('text', 10, 0x1d, 'r', 1));
    expect(host.heard()).toBe('03');
    device.change({ paper: 'out' });
    host.session.receive(bytes('more', 10, 0x1d, 'r', 1));
    expect(host.heard()).toBe('');
    device.change({ paper: 'ok' });
    expect(host.heard()).toBe('00');
  });

  it('GS I with its maker and model, GS ( H with what was sent', () => {
    const { host } = deviceRig();
    host.session.receive(bytes(0x1d, 'IB', 0x1d, 'IC', 0x1d, '(H', 6, 0, 48, 48, 'ab12'));
    expect(Buffer.from(host.heard(), 'hex').toString('latin1')).toBe('_EPSON\0_TM-T20III\x007"ab12\0');
  });

  it('GS a with the status, and with every change that was asked for', () => {
    const { device, host } = deviceRig();
    host.session.receive(bytes(0x1d, 'a', 0xff));
    expect(host.heard()).toBe('14000000');
    device.change({ cover: 'open' });
    device.change({ cover: 'closed', paper: 'out' });
    device.change({ drawer: 'open' });
    device.change({ mute: false });
    expect(host.heard()).toBe('3c0000001c000f0018000f00');
    device.change({ paper: 'ok' });
    host.session.receive(bytes(0x1b, '@'));
    device.change({ cover: 'open' });
    expect(host.heard()).toBe('10000000');
  });

  it('GS a 1 with changes of the drawer alone', () => {
    const { device, host } = deviceRig();
    host.session.receive(bytes(0x1d, 'a', 1));
    host.heard();
    device.change({ paper: 'near-end' });
    expect(host.heard()).toBe('');
    device.change({ drawer: 'open' });
    expect(host.heard()).toBe('10000300');
  });
});

describe('trouble', () => {
  it('without paper it keeps the job and goes on when there is paper again', () => {
    const { device, host } = deviceRig();
    device.plan({ after: 2, of: 'lines', becomes: { paper: 'out' } });
    host.session.receive(job);
    expect(linesOf(device.slips()[0]!.entries)).toEqual(['One', 'Two']);
    expect(host.heard()).toBe('');
    device.change({ paper: 'ok' });
    expect(linesOf(device.slips()[0]!.entries)).toEqual(['One', 'Two', 'Three']);
    expect(host.heard()).toBe('00');
  });

  it('an open cover stops it at the byte that was said', () => {
    const { device, host } = deviceRig();
    device.plan({ after: 7, of: 'printed', becomes: { cover: 'open' } });
    host.session.receive(job);
    expect(linesOf(device.slips()[0]!.entries)).toEqual(['One']);
    device.change({ cover: 'closed' });
    expect(linesOf(device.slips()[0]!.entries)).toEqual(['One', 'Two', 'Three']);
  });

  it('when the power goes it loses the job and every setting, and keeps the paper', () => {
    const { device, host, connect } = deviceRig();
    device.plan({ after: 8, of: 'printed', becomes: { power: 'off' } });
    host.session.receive(bytes(0x1b, 'E', 1, 'One', 10, 'Two', 10));
    expect(host.isLost).toBe(true);
    device.change({ power: 'on' });
    const next = connect();
    next.session.receive(bytes('x', 10, 0x1d, 'r1'));
    expect(next.heard()).toBe('00');
    expect(device.slips()[0]!.entries).toMatchObject([
      { text: 'One', runs: [{ bold: true }] },
      { text: 'x', runs: [{ bold: false }] },
    ]);
  });

  it('with the cable out nothing comes or goes, until it is back', () => {
    const { device, host } = deviceRig();
    device.plan({ after: 6, of: 'received', becomes: { cable: 'out' } });
    host.session.receive(job);
    expect(linesOf(device.slips()[0]!.entries)).toEqual(['One']);
    expect(host.isReady).toBe(false);
    host.session.receive(askStatus);
    expect(host.heard()).toBe('');
    device.change({ cable: 'in' });
    expect(host.heard()).toBe('0016121212');
  });

  it('mute it prints, and answers nothing', () => {
    const { device, host } = deviceRig();
    device.change({ mute: true });
    host.session.receive(Buffer.concat([askStatus, job]));
    expect(host.heard()).toBe('');
    expect(device.slips()[0]!.isCut).toBe(true);
  });

  it('hanging it takes nothing', () => {
    const { device, host } = deviceRig();
    device.change({ hang: true });
    host.session.receive(Buffer.concat([askStatus, job]));
    expect([host.heard(), host.isReady, device.slips()]).toEqual(['', false, []]);
    device.change({ hang: false });
    expect(host.heard()).toBe('1612121200');
  });

  it('slow it prints so many bytes a second, and says it is done only then', async () => {
    const { clock, device, host } = deviceRig();
    device.change({ bytesPerSecond: 100 });
    host.session.receive(bytes('x\n'.repeat(49), 0x1d, 'r1'));
    await clock.run(500);
    expect(linesOf(device.slips()[0]!.entries).length).toBeGreaterThan(22);
    expect(linesOf(device.slips()[0]!.entries).length).toBeLessThan(28);
    expect(host.heard()).toBe('');
    await clock.run(600);
    expect(host.heard()).toBe('00');
  });

  it('a jammed cutter is freed by DLE ENQ, and the job goes on', () => {
    const { device, host } = deviceRig();
    device.plan({ after: 1, of: 'lines', becomes: { fault: 'cutter' } });
    host.session.receive(job);
    expect(host.heard()).toBe('');
    host.session.receive(bytes(0x10, 5, 1));
    expect(host.heard()).toBe('00');
    expect(device.slips()[0]!.isCut).toBe(true);
  });

  it('DLE ENQ 2 and DLE DC4 8 drop the job', () => {
    for (const command of [bytes(0x10, 5, 2), bytes(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8)]) {
      const { device, host } = deviceRig();
      device.change({ paper: 'out' });
      host.session.receive(Buffer.concat([job, command]));
      device.change({ paper: 'ok' });
      expect([host.heard(), linesOf(device.slips().flatMap(({ entries }) => entries))]).toEqual(['', []]);
    }
  });

  it('the rest of a half command is taken from the next job, until NULs have filled it', () => {
    const { device, host, connect } = deviceRig();
    host.session.receive(bytes(0x1d, 'v0', 0, 2, 0, 2, 0, 1));
    host.session.drop();
    const next = connect();
    next.session.receive(bytes('abc', 'Total', 10));
    expect(device.slips()[0]!.entries).toMatchObject([{ kind: 'image' }, { kind: 'line', text: 'Total' }]);
  });
});

describe('connections', () => {
  it('serves one host, then the next', () => {
    const { device, host, connect } = deviceRig();
    const second = connect();
    second.session.receive(bytes('second', 10, 0x1d, 'r1'));
    host.session.receive(bytes('first', 10));
    expect([host.isReady, second.isReady, second.heard()]).toEqual([true, false, '']);
    host.session.end();
    expect([host.isDone, second.heard()]).toEqual([true, '00']);
    expect(linesOf(device.slips()[0]!.entries)).toEqual(['first', 'second']);
  });

  it('takes no more than its buffer holds while it cannot print', () => {
    const { device, host } = deviceRig({ bufferBytes: 10 });
    device.change({ paper: 'out' });
    host.session.receive(bytes('123456789', 10, 'the rest', 10, 0x1d, 'r1'));
    expect(host.isReady).toBe(false);
    host.session.drop(); // what was not taken is lost
    device.change({ paper: 'ok' });
    expect(linesOf(device.slips()[0]!.entries)).toEqual(['123456789']);
  });

  it('ends a host that is done only when everything of it was taken', () => {
    const { device, host } = deviceRig({ bufferBytes: 4 });
    device.change({ cover: 'open' });
    host.session.receive(bytes('12345678', 10));
    host.session.end();
    expect(host.isDone).toBe(false);
    device.change({ cover: 'closed' });
    expect(host.isDone).toBe(true);
  });
});

describe('the drawer', () => {
  it.each<[string, Uint8Array, Record<string, unknown>]>([
    ['ESC p', bytes(0x1b, 'p', 0, 25, 250), { pin: 2, onMs: 50, offMs: 500 }],
    ['ESC p with too short a pause', bytes(0x1b, 'p', 0, 50, 10), { pin: 2, onMs: 100, offMs: 100 }],
    ['DLE DC4 1', bytes(0x10, 0x14, 1, 0, 2), { pin: 2, onMs: 200 }],
  ])('opens by %s', (_name, command, pulse) => {
    const { device, host } = deviceRig();
    host.session.receive(command);
    expect(device.pulses).toMatchObject([pulse]);
    expect(device.condition.drawer).toBe('open');
  });

  it.each<[string, Uint8Array, ConditionChange]>([
    ['by a pulse on the other pin', bytes(0x1b, 'p', 1, 25, 250), {}],
    ['by a pulse of no length', bytes(0x1b, 'p', 0, 0, 250), {}],
    ['when it is stuck', bytes(0x1b, 'p', 0, 25, 250), { drawerStuck: true }],
    ['by DLE DC4 1 after GS ( D has switched it off', bytes(0x1d, '(D', 3, 0, 20, 1, 0, 0x10, 0x14, 1, 0, 2), {}],
  ])('does not open %s', (_name, command, change) => {
    const { device, host } = deviceRig();
    device.change(change);
    for (const byte of command) host.session.receive(Uint8Array.of(byte));
    expect(device.condition.drawer).toBe('closed');
  });

  it('opens in its turn: without paper by DLE DC4 only', () => {
    const { device, host } = deviceRig();
    device.change({ paper: 'out' });
    host.session.receive(bytes(0x1b, 'p', 0, 25, 250));
    expect(device.pulses).toEqual([]);
    host.session.receive(bytes(0x10, 0x14, 1, 0, 1));
    expect(device.pulses).toHaveLength(1);
  });
});

it('says how much of the print was not past the knife when it was cut', () => {
  const { device, host } = deviceRig();
  host.session.receive(bytes('Total', 10, 0x1d, 'V', 0, 'Total', 10, 0x1d, 'VA', 0));
  const cuts = device.slips().flatMap(({ entries }) => entries.filter((entry) => entry.kind === 'cut'));
  expect(cuts[0]!.leaves).toBeGreaterThan(0);
  expect(cuts[1]!.leaves).toBe(0);
});

it('takes nothing while ESC = has selected another device', () => {
  const { device, host } = deviceRig();
  host.session.receive(bytes(0x1b, '=', 2, 'for the display', 10, 0x1b, '=', 1, 'for the printer', 10));
  expect(linesOf(device.slips()[0]!.entries)).toEqual(['for the printer']);
});
