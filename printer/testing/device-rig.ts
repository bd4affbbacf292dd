import { VirtualClock } from '../../payment/testing/virtual-clock.ts';
import { PrinterDevice, type Session } from '../device/index.ts';
import type { Flags } from '../serve/flags.ts';
import { deviceOptions } from '../serve/printer.ts';

export type Rig = {
  clock: VirtualClock;
  device: PrinterDevice;
  host: Host;
  /** Another host connects. */
  connect: () => Host;
};

export type Host = {
  session: Session;
  /** What the printer answered, in hexadecimal; asking empties it. */
  heard: () => string;
  isReady: boolean;
  isLost: boolean;
  isDone: boolean;
};

/** A printer with one host connected, on a clock that stands still. */
export function deviceRig(flags: Partial<Flags> = {}): Rig {
  const clock = new VirtualClock(0);
  const device = new PrinterDevice(deviceOptions(flags, clock));
  const connect = (): Host => {
    let answers: number[] = [];
    const host = { isReady: false, isLost: false, isDone: false };
    const session = device.connect({
      send: (bytes) => answers.push(...bytes),
      onReady: (ready) => void (host.isReady = ready),
      onLost: () => void (host.isLost = true),
      onDone: () => void (host.isDone = true),
    });
    const heard = (): string => {
      const hex = Buffer.from(answers).toString('hex');
      answers = [];
      return hex;
    };
    return Object.assign(host, { session, heard });
  };
  return { clock, device, host: connect(), connect };
}
