import type { Page } from '@playwright/test';

import type { Snapshot } from '#contract';

import type { Screen } from './screen.ts';
import { till } from './till-says.ts';

type Scanners = Snapshot['devices']['scanners'];

const longName = 'Honeywell Voyager 1602g Pocket Scanner with a Very Long Name';

function scanner(place: number, change: Partial<Scanners[number]>): Scanners[number] {
  return {
    id: `hid:0c2e:0b62:${place}` as Scanners[number]['id'],
    via: 'hid-pos',
    name: longName,
    presence: 'ready',
    trouble: null,
    layout: 'descriptor',
    lastScanAgoMs: null,
    ...change,
  };
}

const troubles = ['no-permission', 'in-use', 'unresponsive', 'unsupported', 'garbled', 'flood', 'unknown'] as const;

const scanners: Scanners = [
  scanner(0, { lastScanAgoMs: 60_000 }),
  scanner(1, { presence: 'absent', trouble: 'unplugged' }),
  scanner(2, { presence: 'connecting' }),
  ...troubles.map((trouble, at) =>
    scanner(at + 3, { presence: trouble === 'no-permission' ? 'blocked' : 'failing', trouble }),
  ),
];

const port = { id: 'serial:0403:6001:A1', name: 'FTDI FT232R USB UART (ttyUSB0)', inUse: false };

function devices(change: Partial<Snapshot['devices']>): Screen['says'] {
  const all = { drivers: 'running', scanners, ports: [port], missing: [], ...change };
  return [till({ devices: all as Snapshot['devices'], customerScreen: 'off' })];
}

/** The page in the rail, and then what stands beside one of its devices. */
function opened(page: number, button?: string): (page: Page) => Promise<void> {
  return async (screen) => {
    await screen.locator('nav button:nth-of-type(2)').first().dispatchEvent('click');
    await screen.locator('#settings-title').waitFor();
    await screen.locator(`aside nav button:nth-of-type(${page})`).dispatchEvent('click');
    if (button === undefined) return;
    const inRow = screen.locator(`li[class*="_device_"] ${button}`).first();
    await inRow.dispatchEvent('click');
  };
}

export const devicesScreens: readonly Screen[] = [
  { name: 'devices, every state', says: devices({}), act: opened(1) },
  { name: 'devices, none', says: devices({ scanners: [], ports: [] }), act: opened(1) },
  { name: 'devices, parts missing', says: devices({ missing: ['hid', 'serial', 'usb'] }), act: opened(1) },
  { name: 'devices, drivers away', says: devices({ drivers: 'away', scanners: [], ports: [] }), act: opened(1) },
  { name: 'test scan', says: devices({}), act: opened(1, 'button') },
  { name: 'scanner: how to allow', says: devices({ scanners: scanners.slice(3, 4) }), act: opened(1, 'button') },
  { name: 'scanner: set-up codes', says: devices({ scanners: scanners.slice(6, 7) }), act: opened(1, 'button') },
  { name: 'scanner: other format', says: devices({ scanners: scanners.slice(7, 8) }), act: opened(1, 'button') },
  { name: 'settings, screen and sound', says: devices({}), act: opened(2) },
  { name: 'settings, store and till', says: devices({}), act: opened(3) },
];
