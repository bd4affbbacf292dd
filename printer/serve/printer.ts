import { randomBytes } from 'node:crypto';

import { scaledClock, type Clock } from '#payment';

import { PrinterDevice, type DeviceOptions } from '../device/index.ts';
import { openControl } from './control.ts';
import type { Flags } from './flags.ts';
import { openPrintPort } from './print-port.ts';

export type EmulatedPrinter = {
  device: PrinterDevice;
  /** Where it prints. */
  port: number;
  /** The address of its page for programs, which send `token` as a bearer. */
  url: string;
  token: string;
  /** The same for a person: opens it in a browser, once and for all. */
  page: string;
  close(): Promise<void>;
};

/** A printer on the network of this machine, ready when this resolves. Rejects when a port is taken. */
export async function startPrinter(flags: Partial<Flags> = {}): Promise<EmulatedPrinter> {
  const device = new PrinterDevice(deviceOptions(flags, machineClock()));
  const printPort = await openPrintPort(device, flags.listen ?? '127.0.0.1', flags.port ?? 0);
  const token = randomBytes(24).toString('base64url');
  const control = await openControl(device, printPort, { port: flags.controlPort ?? 0, token }).catch(
    async (cause: unknown) => {
      await printPort.close();
      throw cause;
    },
  );
  return {
    device,
    port: printPort.port,
    url: control.url,
    page: control.page,
    token,
    close: async () => {
      await Promise.all([control.close(), printPort.close()]);
    },
  };
}

/** What a device is made of; a test gives it a clock of its own. */
export function deviceOptions(flags: Partial<Flags>, clock: Clock): DeviceOptions {
  const multiByte = flags.script ?? 'none';
  return {
    clock,
    widthDots: flags.paper === 58 ? 384 : 576,
    multiByte,
    // Hosts look for a maker and a model that they know.
    identity: {
      maker: 'EPSON',
      model: 'TM-T20III',
      firmware: '1.00 ESC/POS',
      serial: 'EMULATED',
      multiByte: multiByte !== 'none',
    },
    openLevel: flags.drawerOpen ?? 'low',
    drawerPin: flags.drawerPin ?? 2,
    bufferBytes: flags.bufferBytes ?? 4_096,
  };
}

function machineClock(): Clock {
  const platform = {
    performanceNow: () => performance.now(),
    dateNow: () => Date.now(),
    setTimeout,
    clearTimeout: (handle: never) => clearTimeout(handle),
  };
  return scaledClock(platform, 1, Date.now());
}
