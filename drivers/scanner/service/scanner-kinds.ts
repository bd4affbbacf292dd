import { err, type Clock } from '#payment';

import { HidReader } from '../hid-pos/hid-reader.ts';
import { scanLayoutOf } from '../hid-pos/scan-layout.ts';
import { SerialReader } from '../serial/serial-reader.ts';
import type { HidTransport } from '../transport/hid-transport.ts';
import type { SerialTransport } from '../transport/serial-transport.ts';
import type { DeviceLists } from './device-lists.ts';
import type { ScannerKind } from './wanted-scanner.ts';

/** HID POS scanners: each is asked for its report descriptor once per opening. */
export function hidKind({ clock, hid }: { clock: Clock; hid: HidTransport }, lists: DeviceLists): ScannerKind {
  return {
    via: 'hid-pos',
    async open(path, events) {
      const listed = lists.scanners.find(({ info }) => info.path === path)?.info;
      const opened = await hid.open(path, events);
      if (!opened.ok || opened.value.is === undefined || listed === undefined) return opened;
      const { vendorId, productId } = opened.value.is;
      if (vendorId === listed.vendorId && productId === listed.productId) return opened;
      // Linux gives the path of a device that has gone to the next one at once: that may be a keyboard.
      await opened.value.close();
      return err('another device has come to this path');
    },
    async reader(path, chosen, say) {
      const descriptor = await hid.descriptor(path);
      const vendorId = lists.scanners.find(({ info }) => info.path === path)?.info.vendorId ?? 0;
      const described = descriptor === null ? null : scanLayoutOf(descriptor);
      return new HidReader(clock, vendorId, described, chosen, say);
    },
  };
}

/** Scanners on a serial port that a person named. */
export function serialKind({ clock, serial }: { clock: Clock; serial: SerialTransport }): ScannerKind {
  let last: SerialReader | null = null;
  return {
    via: 'serial',
    open: (path, events) => serial.open(path, events),
    reader(_path, _chosen, say) {
      // What was seen of a scanner holds when it comes back.
      last = new SerialReader(clock, say, last?.sendsEndings);
      return Promise.resolve(last);
    },
  };
}
