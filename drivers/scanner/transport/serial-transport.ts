import type { Result } from '#payment';

import type { DeviceEvents, ListProblem, OpenDevice } from './hid-transport.ts';

export type PortInfo = {
  path: string;
  /** Null for a port that is no USB device's. */
  usb: { vendorId: number; productId: number } | null;
  serial: string | null;
  name: string | null;
};

/** The bytes and the presence of serial ports: serialport, or a fake. Nothing of it throws. */
export interface SerialTransport {
  list(): Promise<Result<readonly PortInfo[], ListProblem>>;
  /** The error is the library's own text. */
  open(path: string, events: DeviceEvents): Promise<Result<OpenDevice, string>>;
}
