import { DeviceId } from '#contract';

import { deviceSerial } from '../../scanner/service/device-text.ts';
import type { UsbPrinter } from '../transport/usb-printers.ts';

export function networkId(host: string, port: number): DeviceId {
  return DeviceId.parse(`net:${host.toLowerCase()}:${port}`);
}

export function queueId(queue: string): DeviceId {
  return DeviceId.parse(`queue:${queue}`);
}

/** By vendor, product and serial number. Two alike that give none are told apart by their order only: a test page tells which is which. */
export function usbPrinterIds(printers: readonly UsbPrinter[]): readonly { id: DeviceId; printer: UsbPrinter }[] {
  const seen = new Map<string, number>();
  return printers
    .toSorted((a, b) => ((a.path ?? '') < (b.path ?? '') ? -1 : 1))
    .map((printer) => {
      const serial = deviceSerial(printer.serial);
      const name = `usb:${hex(printer.vendorId)}:${hex(printer.productId)}${serial === null ? '' : `:${serial}`}`;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return { id: DeviceId.parse(count === 1 ? name : `${name}#${count}`), printer };
    });
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}
