import type { Result } from '#payment';

/** One thing on the HID bus that can be opened: a collection, or an interface with several. */
export type HidInfo = {
  path: string;
  vendorId: number;
  productId: number;
  serial: string | null;
  name: string | null;
  /** Of its application collection; null where the system does not say. */
  usage: { page: number; id: number } | null;
};

/** Told from the same turn on in which a device is opened, until it is closed. */
export type DeviceEvents = {
  take: (bytes: Uint8Array) => void;
  /** It cannot be read any more; `detail` is the library's or the system's own text, for the log. */
  gone: (detail: string) => void;
};

export interface OpenDevice {
  /** What was opened, where the system says so. */
  readonly is?: { vendorId: number; productId: number };
  /** Ends the reading; resolves also when the device has gone. May be called twice. */
  close(): Promise<void>;
}

/** Why nothing could be listed: the library does not load on this machine, or it could not say. */
export type ListProblem = { is: 'missing' | 'unlisted'; detail: string };

/** The bytes and the presence of HID devices: node-hid, or a fake. Nothing of it throws. */
export interface HidTransport {
  list(): Promise<Result<readonly HidInfo[], ListProblem>>;
  /** What the device says of its reports; null where the system does not give it. */
  descriptor(path: string): Promise<Uint8Array | null>;
  /** The error is the library's own text. */
  open(path: string, events: DeviceEvents): Promise<Result<OpenDevice, string>>;
}
