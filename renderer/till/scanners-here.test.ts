import { expect, it } from 'vitest';

import { snapshotOf } from './testing/snapshots.ts';
import { scannersOf } from './scanners-here.ts';

const scanner = { id: 'hid:1', via: 'hid-pos', name: 'A scanner', layout: 'rule', lastScanAgoMs: null };

function said(drivers: string, ...presences: readonly string[]): string {
  const scanners = presences.map((presence) => ({ ...scanner, presence, trouble: null }));
  return scannersOf(snapshotOf({ devices: { drivers, scanners, ports: [], missing: [] } }).devices);
}

it('claims that a scanner is ready only where one is', () => {
  expect(said('running', 'absent', 'ready')).toBe('ready');
  expect(said('running')).toBe('readyAny');
  expect(said('off')).toBe('readyAny');
});

it('says that the scanner is gone, or that what reads it is', () => {
  expect(said('running', 'absent')).toBe('scannerGone');
  expect(said('running', 'blocked')).toBe('scannerGone');
  expect(said('away')).toBe('scannersAway');
  expect(said('running', 'connecting')).toBe('readyAny');
});
