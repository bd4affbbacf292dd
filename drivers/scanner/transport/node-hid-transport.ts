import { readFile } from 'node:fs/promises';

import type * as NodeHid from 'node-hid';

import { err, ok, type Result } from '#payment';

import type { DeviceEvents, HidInfo, HidTransport, ListProblem, OpenDevice } from './hid-transport.ts';
import { reason } from './reason.ts';

/** HID devices by node-hid's asynchronous side, on Linux over hidraw. It is loaded when it is first asked. */
export class NodeHidTransport implements HidTransport {
  async list(): Promise<Result<readonly HidInfo[], ListProblem>> {
    const library = await load();
    if (!library.ok) return err({ is: 'missing', detail: library.error });
    try {
      const devices = await library.value.devicesAsync();
      return ok(devices.flatMap((device) => infoOf(device) ?? []));
    } catch (error) {
      // Its native part is loaded by the first call: on Linux that needs libusb-1.0.so.0 and libudev.so.1.
      const detail = reason(error);
      return err({ is: isLoadProblem(detail) ? 'missing' : 'unlisted', detail });
    }
  }

  async descriptor(path: string): Promise<Uint8Array | null> {
    const node = /^\/dev\/(hidraw\d+)$/.exec(path)?.[1];
    if (process.platform !== 'linux' || node === undefined) return null;
    try {
      return await readFile(`/sys/class/hidraw/${node}/device/report_descriptor`);
    } catch {
      return null; // the rule reads what is read without one
    }
  }

  async open(path: string, { take, gone }: DeviceEvents): Promise<Result<OpenDevice, string>> {
    const library = await load();
    if (!library.ok) return library;
    try {
      const device = await library.value.HIDAsync.open(path);
      let isClosed = false;
      // An error without a listener would end this process.
      device.on('error', (error: unknown) => {
        if (!isClosed) gone(reason(error));
      });
      device.on('data', (report: Buffer) => {
        if (!isClosed) take(report);
      });
      const is = await device.getDeviceInfo().catch(() => null);
      return ok({
        ...(is === null ? {} : { is: { vendorId: is.vendorId, productId: is.productId } }),
        async close() {
          if (isClosed) return;
          isClosed = true;
          // Closing a device that has gone rejects on some systems: it is closed all the same.
          await device.close().catch(() => undefined);
          device.on('error', () => undefined); // `close` takes all listeners off
        },
      });
    } catch (error) {
      return err(reason(error));
    }
  }
}

async function load(): Promise<Result<typeof NodeHid, string>> {
  try {
    return ok(await import('node-hid'));
  } catch (error) {
    return err(reason(error));
  }
}

function isLoadProblem(detail: string): boolean {
  return /shared object|dlopen|native build|find binding|module|file too short|invalid ELF/i.test(detail);
}

function infoOf(device: NodeHid.Device): HidInfo | null {
  const { path, vendorId, productId, serialNumber, product, manufacturer, usagePage, usage } = device;
  if (path === undefined || path === '') return null;
  const names = [manufacturer, product].filter((name) => name !== undefined && name !== '');
  return {
    path,
    vendorId,
    productId,
    serial: serialNumber === undefined || serialNumber === '' ? null : serialNumber,
    name: names.length === 0 ? null : names.join(' '),
    usage: usagePage === undefined || usage === undefined ? null : { page: usagePage, id: usage },
  };
}
