import * as z from 'zod';

/** The longest text that one scan gives, in characters. */
export const scanTextCharsMax = 4_096;

/**
 * What the till shows as a code to try a scanner with: characters that the keyboard layouts of the world put on different
 * keys, so that a scanner that types shows which layout it types for. No payment code has letters.
 */
export const scanTestText = 'AZQWM-/.:_@1';

/** How a scanner that is no keyboard is connected. */
export const ScannerVia = z.enum(['hid-pos', 'serial']);
export type ScannerVia = z.infer<typeof ScannerVia>;

/** Vendor, product and serial number, never a path or a port's name: those change with the socket. */
export const DeviceId = z.string().min(1).max(200).brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceId>;

/** Where the AIM identifier and the data lie in a scanner's reports. */
export const ReportLayout = z.enum([
  'descriptor', // as the scanner's own report descriptor says
  'rule', // it gives none: told by what the report looks like
  'aim-first', // AIM identifier in bytes 2 to 4, data from byte 5: chosen by a person
  'data-first', // data from byte 2: chosen by a person
]);
export type ReportLayout = z.infer<typeof ReportLayout>;

/** What keeps a scanner from working; each has its words and one thing to do on the devices screen. */
export const ScannerTrouble = z.enum([
  'unplugged',
  'no-permission', // there, but this user may not open it
  'in-use', // another program, or another till on this machine, reads it
  'unresponsive', // opening it took too long
  'unsupported', // no barcode scanner, or not in a mode that can be read
  'garbled', // what it sends does not read
  'flood', // it sends without pause: it is ignored until it is quiet
  'unknown',
]);
export type ScannerTrouble = z.infer<typeof ScannerTrouble>;

/** One scanner that is there, or that was and is wanted back. */
export const Scanner = z.strictObject({
  id: DeviceId,
  via: ScannerVia,
  /** What it calls itself; the port's description for a serial one. */
  name: z.string().max(200),
  /** `blocked`: there, and may not be opened. */
  presence: z.enum(['absent', 'connecting', 'ready', 'blocked', 'failing']),
  trouble: ScannerTrouble.nullable(),
  /** Null for a serial one. */
  layout: ReportLayout.nullable(),
  /** Since its last scan, when this was said, in ms on the wall; null: none since the start. */
  lastScanAgoMs: z.number().min(0).nullable(),
});
export type Scanner = z.infer<typeof Scanner>;

/** A serial port that a scanner may hang on; nobody but a person can tell what does. */
export const SerialPort = z.strictObject({
  id: DeviceId,
  name: z.string().max(200),
  inUse: z.boolean(),
});
export type SerialPort = z.infer<typeof SerialPort>;

/** A library of the driver process that this machine cannot load, and why. */
export const MissingLibrary = z.enum([
  'hid', // node-hid: on Linux libusb-1.0-0 and libudev1 must be installed
  'usb', // devices are looked for every 5 s instead
  'serial',
]);
export type MissingLibrary = z.infer<typeof MissingLibrary>;

export const scannersMax = 16;

/** Why no whole code came of a scan. */
export const LostScan = z.enum([
  'half', // the rest did not come
  'too-long',
  'garbled',
  'flood', // the scanner sends without pause
  'late', // read so late that the sale may be another
  'restarted', // the host was not there to take it
]);
export type LostScan = z.infer<typeof LostScan>;

/** The driver process → host. */
export const DriverFrame = z.discriminatedUnion('driver', [
  /** All that there is; replaces what was said before. */
  z.strictObject({
    driver: z.literal('devices'),
    scanners: z.array(Scanner).max(scannersMax),
    ports: z.array(SerialPort).max(scannersMax),
    missing: z.array(MissingLibrary),
  }),
  /** One whole code. `seq` grows by one with every frame of this kind and of `lost`, from 1 in each process. */
  z.strictObject({
    driver: z.literal('scan'),
    seq: z.int().min(1),
    scanner: DeviceId,
    via: ScannerVia,
    /** A secret where it is a payment code; never logged. */
    text: z.string().max(scanTextCharsMax),
    /** Such as `]Q0` (ISO/IEC 15424), where the scanner says it. */
    aim: z.string().max(3).nullable(),
  }),
  /** A scan that gave no whole code: said to the cashier, who scans again. */
  z.strictObject({
    driver: z.literal('lost'),
    seq: z.int().min(1),
    scanner: DeviceId,
    via: ScannerVia,
    why: LostScan,
  }),
  /** At work, every `aliveEveryMs`, from the first frame on. */
  z.strictObject({ driver: z.literal('alive') }),
  /** Said by the shell in its place: it is being started, or it died and will be started again. */
  z.strictObject({ driver: z.literal('starting') }),
  z.strictObject({ driver: z.literal('away') }),
]);
export type DriverFrame = z.infer<typeof DriverFrame>;

/** Host → driver process, and a screen → host inside the command `device`. */
export const DriverCommand = z.discriminatedUnion('to', [
  /** From now on a scanner hangs on this port. */
  z.strictObject({ to: z.literal('use-port'), port: DeviceId }),
  /** A serial scanner is not wanted any more, or one that is absent need not be waited for. */
  z.strictObject({ to: z.literal('forget'), scanner: DeviceId }),
  /** How this scanner's reports are to be read; `rule` leaves it to the driver again. */
  z.strictObject({ to: z.literal('layout'), scanner: DeviceId, layout: ReportLayout.exclude(['descriptor']) }),
  /** Looks for devices now. */
  z.strictObject({ to: z.literal('look') }),
]);
export type DriverCommand = z.infer<typeof DriverCommand>;

/** What a till's screens show of the devices. */
export const Devices = z.strictObject({
  /** `off`: this till runs without a driver process. `away`: it ended, and is being started again. */
  drivers: z.enum(['off', 'starting', 'running', 'away']),
  scanners: z.array(Scanner).max(scannersMax),
  ports: z.array(SerialPort).max(scannersMax),
  missing: z.array(MissingLibrary),
});
export type Devices = z.infer<typeof Devices>;
