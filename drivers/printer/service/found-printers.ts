import type { DeviceId, FoundPrinter } from '#contract';
import type { Clock } from '#payment';

import { portIds } from '../../scanner/service/device-id.ts';
import { deviceName } from '../../scanner/service/device-text.ts';
import type { SerialTransport } from '../../scanner/transport/serial-transport.ts';
import { deviceFileTransport } from '../transport/device-file-transport.ts';
import { fileTransport } from '../transport/file-transport.ts';
import { networkTransport } from '../transport/network-transport.ts';
import type { PrinterTransport } from '../transport/printer-transport.ts';
import { serialTransport } from '../transport/serial-transport.ts';
import { listSpoolQueues } from '../transport/spool-queues.ts';
import { runProgram, spoolTransport } from '../transport/spool-transport.ts';
import { findUsbPrinter, listUsbPrinters, type UsbPrinter } from '../transport/usb-printers.ts';
import { usbTransport } from '../transport/usb-transport.ts';
import type { Place } from './kept-printers.ts';
import { queueId, usbPrinterIds } from './printer-ids.ts';

/** A printer of this machine, and how it would be kept. */
export type Found = FoundPrinter & { place: Place };

/** Finds this machine's printers, and the way to each that was chosen. */
export interface PrinterWays {
  /** Never rejects. Networks are not searched. */
  list(): Promise<readonly Found[]>;
  transport(id: DeviceId, place: Place): PrinterTransport;
}

export function machineWays(clock: Clock, serial: SerialTransport): PrinterWays {
  const serialPath = async (id: DeviceId): Promise<string | null> => {
    const listed = await serial.list();
    return listed.ok ? (portIds(listed.value).find((port) => port.id === id)?.info.path ?? null) : null;
  };
  return {
    async list() {
      const [usb, ports, queues] = await Promise.all([
        listUsbPrinters(process.platform),
        serial.list(),
        process.platform === 'win32' ? [] : listSpoolQueues(runProgram),
      ]);
      return [
        ...usbPrinterIds(usb).map(({ id, printer }): Found => {
          return { id, via: 'usb', name: deviceName(printer.name, 'USB printer'), place: { via: 'usb' } };
        }),
        ...queues.map((queue): Found => {
          return {
            id: queueId(queue),
            via: 'system',
            name: deviceName(queue, 'queue'),
            place: { via: 'system', queue },
          };
        }),
        ...(ports.ok ? portIds(ports.value) : []).map(({ id, info }): Found => {
          return { id, via: 'serial', name: deviceName(info.name, info.path), place: { via: 'serial' } };
        }),
      ];
    },
    transport(id, place) {
      switch (place.via) {
        case 'network':
          return networkTransport(place.host, place.port);
        case 'usb':
          return usbWay(clock, () => usbPrinter(id));
        case 'serial':
          return serialTransport(clock, () => serialPath(id));
        case 'system':
          return spoolTransport(clock, place.queue);
        case 'file':
          return fileTransport(place.path);
      }
    },
  };
}

async function usbPrinter(id: DeviceId): Promise<UsbPrinter | null> {
  return usbPrinterIds(await listUsbPrinters(process.platform)).find((one) => one.id === id)?.printer ?? null;
}

/** Through the system's file where it has one, else by the `usb` package. */
function usbWay(clock: Clock, find: () => Promise<UsbPrinter | null>): PrinterTransport {
  return {
    canAnswer: true,
    endWithinMs: 1_000,
    async open(events) {
      const printer = await find();
      const isPackage = printer !== null && printer.path === null;
      const way = isPackage
        ? usbTransport(() => findUsbPrinter(printer))
        : deviceFileTransport(clock, () => Promise.resolve(printer?.path ?? null));
      return await way.open(events);
    },
  };
}
