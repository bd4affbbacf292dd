import type { Devices, DriverCommand, DriverFrame, HostFrame, Reply, Scanned } from '#contract';
import type { Clock, MonoMs } from '#payment';

import { done, refused } from '../sale/reply.ts';

export type DeviceDeskPorts = {
  clock: Pick<Clock, 'monoMs'>;
  /** The clock runs this much faster than the wall, which the driver process goes by. */
  timeScale: number;
  /** Takes a code as if a screen had given it, for the sale that is on the stage. */
  scan: (text: string) => Promise<Reply>;
  show: (frame: HostFrame) => void;
  changed: () => void;
};

const none: Devices = { drivers: 'off', scanners: [], ports: [], missing: [] };

/**
 * What this till knows of its scanners, and where what they read goes. It keeps no text: a payment code is in a frame
 * and in the one sale, nowhere else (V37).
 */
export class DeviceDesk {
  readonly #ports: DeviceDeskPorts;
  #devices = none;
  #heardAt: MonoMs = 0;

  constructor(ports: DeviceDeskPorts) {
    this.#ports = ports;
  }

  /** A driver process that runs already says what it has: the host before this one was told. */
  ask(): void {
    this.#tell({ to: 'look' });
  }

  /** Never rejects. */
  async hear(frame: DriverFrame): Promise<void> {
    switch (frame.driver) {
      case 'devices': {
        const { scanners, ports, missing } = frame;
        return this.#know({ drivers: 'running', scanners, ports, missing });
      }
      case 'starting':
        return this.#know({ ...this.#devices, drivers: 'starting' });
      case 'away':
        return this.#know({ ...none, drivers: 'away' });
      case 'alive':
        return;
      case 'scan': {
        const reply = await this.#ports.scan(frame.text);
        const scanned = scannedOf(reply);
        if (scanned !== null) this.#ports.show({ frame: 'scanned', via: frame.via, scanned });
        return;
      }
      case 'lost':
        return this.#ports.show({ frame: 'scanned', via: frame.via, scanned: { is: 'lost', why: frame.why } });
    }
  }

  /** From a screen. What comes of it is in the next snapshots. */
  do(device: DriverCommand): Reply {
    if (this.#devices.drivers !== 'running') return refused('not-now');
    this.#tell(device);
    return done;
  }

  get view(): Devices {
    const { clock, timeScale } = this.#ports;
    const since = (clock.monoMs() - this.#heardAt) / timeScale;
    const scanners = this.#devices.scanners.map(({ lastScanAgoMs, ...scanner }) => ({
      ...scanner,
      lastScanAgoMs: lastScanAgoMs === null ? null : lastScanAgoMs + since,
    }));
    return { ...this.#devices, scanners };
  }

  #tell(device: DriverCommand): void {
    this.#ports.show({ frame: 'to-drivers', device });
  }

  #know(devices: Devices): void {
    this.#devices = devices;
    this.#heardAt = this.#ports.clock.monoMs();
    this.#ports.changed();
  }
}

/** Null for what no scan is answered with. */
function scannedOf(reply: Reply): Scanned | null {
  switch (reply.is) {
    case 'ok':
    case 'bad-scan':
    case 'test-code':
    case 'receipt':
    case 'no-receipt':
      return reply;
    case 'refused':
      return { is: 'bad-scan', why: reply.why === 'not-selling' ? 'not-selling' : 'busy' };
    default:
      return null;
  }
}
