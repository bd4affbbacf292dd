import type { DriverFrame, Scanner } from '#contract';

import { VirtualClock } from '../../../payment/testing/virtual-clock.ts';
import { bytesOf, FakeHid, FakeOwners, FakePlugs, FakeSerial, scannerFixture } from '../../fakes/index.ts';
import { ScannerService } from '../service/scanner-service.ts';
import type { WantedFacts } from '../service/wanted-scanner.ts';
import type { HidInfo } from '../transport/hid-transport.ts';
import type { PortInfo } from '../transport/serial-transport.ts';

/** What a till's scanner settings would be in a file. */
export type KeptScanners = { facts: readonly WantedFacts[] };

/** A scanner service on a machine whose devices and time are the test's. */
export class ScannerWorld {
  readonly clock = new VirtualClock(Date.UTC(2026, 5, 1, 9, 0, 0));
  readonly hid = new FakeHid();
  readonly serial = new FakeSerial();
  readonly plugs: FakePlugs;
  readonly frames: DriverFrame[] = [];
  readonly log: string[] = [];
  readonly service: ScannerService;

  constructor({
    kept = { facts: [] },
    owners = new FakeOwners(),
    hearsPlugs = true,
  }: { kept?: KeptScanners; owners?: FakeOwners; hearsPlugs?: boolean } = {}) {
    this.plugs = new FakePlugs(hearsPlugs);
    this.service = new ScannerService({
      clock: this.clock,
      hid: this.hid,
      serial: this.serial,
      plugs: this.plugs,
      owners,
      store: {
        read: () => kept.facts,
        write: (facts) => {
          kept.facts = facts;
          return true;
        },
      },
      say: (frame) => this.frames.push(frame),
      log: (words) => this.log.push(words),
    });
  }

  async start(): Promise<void> {
    await this.service.start();
    await this.clock.run(0);
  }

  /** Scans, and what was lost, since this was asked last. */
  heard(): { text?: string; why?: string }[] {
    const said = this.frames.splice(0).map((frame) => {
      this.#last = frame.driver === 'devices' ? frame : this.#last;
      if (frame.driver === 'scan') return { text: frame.text };
      return frame.driver === 'lost' ? { why: frame.why } : null;
    });
    return said.filter((one) => one !== null);
  }

  #last: Extract<DriverFrame, { driver: 'devices' }> | null = null;

  /** What was said of the devices last. */
  devices(): Extract<DriverFrame, { driver: 'devices' }> {
    const last = this.frames.findLast((frame) => frame.driver === 'devices') ?? this.#last;
    if (last === null) throw new Error('nothing was said of the devices');
    return last;
  }

  scanners(): readonly Pick<Scanner, 'presence' | 'trouble'>[] {
    return this.devices().scanners.map(({ presence, trouble }) => ({ presence, trouble }));
  }
}

/** A Honeywell scanner, as a list has it. */
export function hidScanner(path: string, more: Partial<HidInfo> = {}): HidInfo {
  return {
    path,
    vendorId: 0x0c2e,
    productId: 0x0b62,
    serial: 'A1',
    name: 'Honeywell Scanner',
    usage: { page: 0x8c, id: 0x02 },
    ...more,
  };
}

export function usbPort(path: string, more: Partial<PortInfo> = {}): PortInfo {
  return { path, usb: { vendorId: 0x0c2e, productId: 0x0b6a }, serial: 'S1', name: 'Honeywell', ...more };
}

const honeywell = scannerFixture('honeywell');
const newland = scannerFixture('newland');

/** Where `pluggedWorld` has its scanner. */
export const scannerPath = '/dev/hidraw3';
/** What `hidScanner` says of its reports. */
export const descriptor = bytesOf(honeywell.descriptor);
export const newlandDescriptor = bytesOf(newland.descriptor);

/** Reports of `hidScanner`: a code in one (281234567890123456), another one (287654321098765432), and one in two. */
export const codeReport = reportOf('a payment code in one report');
export const qrReport = reportOf('a payment code as QR');
export const firstPart = reportOf('one character more', 0);
export const secondPart = reportOf('one character more', 1);
/** The first code, as a scanner of the other layout sends it. */
export const newlandReport = bytesOf(newland.scans[0]?.reports[0] ?? '');

function reportOf(name: string, index = 0): Uint8Array {
  return bytesOf(honeywell.scans.find((scan) => scan.name.startsWith(name))?.reports[index] ?? '');
}

/** A world with one scanner, which is ready. */
export async function pluggedWorld(): Promise<ScannerWorld> {
  const world = new ScannerWorld();
  world.hid.plug(hidScanner(scannerPath), descriptor);
  await world.start();
  world.heard();
  return world;
}
