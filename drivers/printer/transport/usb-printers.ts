import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { UsbDevice } from 'usb/index.js';

import type { UsbPrinterInterface } from './usb-transport.ts';

/** A USB printer that is there. */
export type UsbPrinter = {
  vendorId: number;
  productId: number;
  serial: string | null;
  name: string | null;
  /** Of the system; null where it has none, and the `usb` package has to be used. */
  path: string | null;
};

/** USB's class of printers. */
const printerClass = 7;
const linuxPrinters = '/sys/class/usbmisc';

/** Never throws; empty where the system has no such list, or on Windows, which keeps them for its own printing. */
export async function listUsbPrinters(
  platform: NodeJS.Platform,
  folder = linuxPrinters,
): Promise<readonly UsbPrinter[]> {
  if (platform === 'win32') return [];
  const files = platform === 'linux' ? await listPrinterFiles(folder) : [];
  const others = (await usbDevices()).filter(
    (device) =>
      interfaceOf(device) !== null &&
      !files.some((file) => file.vendorId === device.vendorId && file.productId === device.productId),
  );
  return [
    ...files,
    ...others.map((device) => ({
      vendorId: device.vendorId,
      productId: device.productId,
      serial: device.serialNumber,
      name: nameOf(device.manufacturerName, device.productName),
      path: null,
    })),
  ];
}

/** The device itself, for `usbTransport`. */
export async function findUsbPrinter({ vendorId, productId, serial }: UsbPrinter): Promise<UsbPrinterInterface | null> {
  const device = (await usbDevices()).find(
    (one) => one.vendorId === vendorId && one.productId === productId && one.serialNumber === serial,
  );
  return device === undefined ? null : interfaceOf(device);
}

/** By the kernel's list, and never `lp0` by its name: a HID device may have that number, and the only printer was lp1. */
async function listPrinterFiles(folder: string): Promise<UsbPrinter[]> {
  const found: UsbPrinter[] = [];
  for (const name of await namesIn(folder)) {
    if (!/^lp\d{1,3}$/.test(name)) continue;
    try {
      // `device` is the interface; what says who made it is the device above.
      const device = dirname(await realpath(join(folder, name, 'device')));
      const [vendorId, productId] = [await readHex(join(device, 'idVendor')), await readHex(join(device, 'idProduct'))];
      if (vendorId === null || productId === null) continue;
      const [maker, product] = [await readText(join(device, 'manufacturer')), await readText(join(device, 'product'))];
      const serial = await readText(join(device, 'serial'));
      found.push({ vendorId, productId, serial, name: nameOf(maker, product), path: `/dev/usb/${name}` });
    } catch {
      // It was pulled while it was read.
    }
  }
  return found;
}

async function usbDevices(): Promise<readonly UsbDevice[]> {
  try {
    const { nativeGetDevices } = await import('usb/index.js');
    return await nativeGetDevices();
  } catch {
    return []; // not installed here, or there is no USB
  }
}

/** What of WebUSB's descriptors is looked at; the package takes their types from a page. */
type Configuration = {
  interfaces: readonly {
    interfaceNumber: number;
    alternates: readonly {
      interfaceClass: number;
      endpoints: readonly { direction: 'in' | 'out'; type: string; endpointNumber: number }[];
    }[];
  }[];
};

function interfaceOf(device: UsbDevice): UsbPrinterInterface | null {
  const configurations: readonly Configuration[] = device.configurations;
  for (const { interfaces } of configurations)
    for (const { interfaceNumber, alternates } of interfaces)
      for (const { interfaceClass, endpoints } of alternates) {
        const out = endpoints.find(({ direction, type }) => direction === 'out' && type === 'bulk');
        const back = endpoints.find(({ direction, type }) => direction === 'in' && type === 'bulk');
        if (interfaceClass === printerClass && out !== undefined)
          return { device, number: interfaceNumber, out: out.endpointNumber, in: back?.endpointNumber ?? null };
      }
  return null;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch {
    return [];
  }
}

async function readHex(file: string): Promise<number | null> {
  const text = await readText(file);
  return text !== null && /^[0-9a-f]{4}$/i.test(text) ? Number.parseInt(text, 16) : null;
}

async function readText(file: string): Promise<string | null> {
  try {
    const text = (await readFile(file, 'utf8')).trim();
    return text === '' ? null : text;
  } catch {
    return null;
  }
}

function nameOf(...words: (string | null)[]): string | null {
  const said = words.filter((word) => word !== null && word !== '');
  return said.length === 0 ? null : said.join(' ');
}
