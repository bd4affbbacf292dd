import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { socketOwners } from './owners.ts';

const folder = mkdtempSync(join(tmpdir(), 'owners-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(process.platform === 'linux')('one owner for a device', () => {
  const owners = socketOwners('linux');

  it('holds it until it is given back; another device is another matter', async () => {
    const [one, other] = [join(folder, 'one'), join(folder, 'other')];
    writeFileSync(one, '');
    writeFileSync(other, '');
    const giveBack = await owners.take(one);

    expect(giveBack).not.toBeNull();
    expect(await owners.take(one)).toBeNull();
    expect(await owners.take(other)).not.toBeNull();
    giveBack?.();
    giveBack?.();
    expect(await owners.take(one)).not.toBeNull();
  });

  it('of a device that is no file goes by its path', async () => {
    const path = String.raw`\\?\HID#VID_0C2E#${process.pid}`;
    expect(await owners.take(path)).not.toBeNull();
    expect(await owners.take(path)).toBeNull();
  });
});

describe('where the system itself gives a device to one program only', () => {
  it('everybody may try', async () => {
    const owners = socketOwners('darwin');

    expect(await owners.take('/dev/tty.usbmodem1')).not.toBeNull();
    expect(await owners.take('/dev/tty.usbmodem1')).not.toBeNull();
  });
});
