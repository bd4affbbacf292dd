import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { DriverProcess } from '../driver-process.ts';
import { keyboardDescriptor, layouts, reportsOf } from '../layouts.ts';
import { lookFor } from './look-for.ts';
import { VirtualHid } from './uhid.ts';

// What the rules in assets/70-pos-devices.rules let an ordinary user open.

const code = '281999020000123456';
/** The processor is emulated, and what surrounds it may be busy. */
const patienceMs = 120_000;

void test('an ordinary user of the group may read a scanner, and no keyboard; another user is told that this is not allowed', async () => {
  const group = /^plugdev:[^:]*:(\d+)/m.exec(readFileSync('/etc/group', 'utf8'))?.[1] ?? '';
  const { vendor, product, descriptor } = layouts.honeywell;
  const scanner = await VirtualHid.plugIn({ name: 'Virtual scanner', vendor, product, serial: 'RULES', descriptor });
  const keyboard = await VirtualHid.plugIn({
    name: 'Virtual keyboard',
    vendor: 0x0c2e,
    product: 0x0b61,
    serial: 'KEYS',
    descriptor: keyboardDescriptor,
  });
  execFileSync('udevadm', ['settle']);

  const member = startAs(['--groups', group]);
  await lookFor(member, 'RULES', 'ready');
  scanner.send(reportsOf(layouts.honeywell, code, ']Q0'));
  await member.until('the scan', () => member.outcomes.length === 1);
  await member.stop();
  assert.equal(mayOpen('/dev/hidraw0', group), true);
  assert.equal(mayOpen('/dev/hidraw1', group), false); // the keyboard

  const stranger = startAs(['--clear-groups']);
  await lookFor(stranger, 'RULES', 'blocked');
  assert.equal(stranger.scanner('RULES')?.trouble, 'no-permission');
  await stranger.stop();
  scanner.close();
  keyboard.close();
});

function startAs(groups: readonly string[]): DriverProcess {
  const folder = mkdtempSync(join(tmpdir(), 'hid-'));
  chmodSync(folder, 0o777);
  return DriverProcess.start(folder, {
    patienceMs,
    under: ['setpriv', '--reuid', 'nobody', '--regid', 'nogroup', ...groups],
  });
}

function mayOpen(file: string, group: string): boolean {
  try {
    const user = ['--reuid', 'nobody', '--regid', 'nogroup', '--groups', group];
    execFileSync('setpriv', [...user, '/bin/sh', '-c', `exec 3<>${file}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
