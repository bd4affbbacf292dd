import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = '/sys/kernel/config/usb_gadget';
const english = 'strings/0x409';

export type UsbIdentity = { vendor: number; product: number; manufacturer: string; name: string; serial: string };
/** What a gadget does: kernel functions of these names (Linux, Documentation/ABI/testing/configfs-usb-gadget-*). */
export type Does =
  | { function: 'hid'; descriptor: readonly number[]; reportBytes: number }
  | { function: 'printer' }
  | { function: 'acm' };

/** Makes a USB bus with this many ports, whose devices are programs on this machine (dummy_hcd). */
export function makeBus(ports: number): void {
  execFileSync('modprobe', ['dummy_hcd', `num=${ports}`]);
  execFileSync('modprobe', ['libcomposite']);
  if (!existsSync(root)) execFileSync('mount', ['-t', 'configfs', 'configfs', '/sys/kernel/config']);
}

/** A USB device that this machine sees on its own bus, with the descriptors, drivers and events of a real one. */
export class UsbGadget {
  readonly #dir: string;
  readonly #function: string;
  readonly #does: Does;
  #port: string | null = null;

  constructor(id: string, about: UsbIdentity, does: Does) {
    this.#dir = join(root, id);
    this.#function = join(this.#dir, 'functions', `${does.function}.${id}`);
    this.#does = does;
    mkdirSync(this.#dir);
    this.#put('idVendor', hex(about.vendor));
    this.#put('idProduct', hex(about.product));
    this.#put('bcdDevice', hex(0x0100));
    this.#put('bcdUSB', hex(0x0200));
    mkdirSync(join(this.#dir, english), { recursive: true });
    this.#put(`${english}/manufacturer`, about.manufacturer);
    this.#put(`${english}/product`, about.name);
    this.#put(`${english}/serialnumber`, about.serial);
    mkdirSync(join(this.#dir, 'configs/c.1'));
    mkdirSync(this.#function);
    if (does.function === 'hid') {
      writeFileSync(join(this.#function, 'report_length'), String(does.reportBytes));
      writeFileSync(join(this.#function, 'report_desc'), Buffer.from(does.descriptor));
    }
    symlinkSync(this.#function, join(this.#dir, 'configs/c.1', basename(this.#function)));
  }

  /** The file by which the device's own side speaks; it is there while the device is plugged in. */
  get node(): string {
    switch (this.#does.function) {
      case 'hid': {
        const number = readFileSync(join(this.#function, 'dev'), 'latin1').trim();
        const uevent = readFileSync(`/sys/dev/char/${number}/uevent`, 'latin1');
        return `/dev/${/DEVNAME=(.*)/.exec(uevent)?.[1] ?? ''}`;
      }
      case 'acm':
        return `/dev/ttyGS${readFileSync(join(this.#function, 'port_num'), 'latin1').trim()}`;
      case 'printer':
        return '/dev/g_printer0';
    }
  }

  /** Into the same port as before, or any that is free. */
  plug(): void {
    const taken = new Set(readdirSync(root).map((gadget) => readFileSync(join(root, gadget, 'UDC'), 'latin1').trim()));
    this.#port ??=
      readdirSync('/sys/class/udc')
        .toSorted()
        .find((port) => !taken.has(port)) ?? null;
    if (this.#port === null) throw new Error('every port of the bus is taken');
    this.#put('UDC', this.#port);
  }

  unplug(): void {
    this.#put('UDC', '\n');
  }

  /** Its node must be closed before: the kernel waits for that. */
  remove(): void {
    if (readFileSync(join(this.#dir, 'UDC'), 'latin1').trim() !== '') this.unplug();
    const config = join(this.#dir, 'configs/c.1');
    for (const file of readdirSync(config))
      if (lstatSync(join(config, file)).isSymbolicLink()) unlinkSync(join(config, file));
    for (const dir of [this.#function, config, join(this.#dir, english), this.#dir]) rmdirSync(dir);
  }

  #put(file: string, value: string): void {
    writeFileSync(join(this.#dir, file), value);
  }
}

function hex(number: number): string {
  return `0x${number.toString(16).padStart(4, '0')}`;
}
