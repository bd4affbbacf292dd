import { DeviceId } from '#contract';

import type { HidInfo } from '../transport/hid-transport.ts';
import type { PortInfo } from '../transport/serial-transport.ts';
import { deviceSerial } from './device-text.ts';

export type Identified<Info> = { id: DeviceId; info: Info };

/** Scanners by vendor, product and serial number. */
export function hidIds(infos: readonly HidInfo[]): readonly Identified<HidInfo>[] {
  return distinct(
    infos.map((info) => ({ name: `hid:${hex(info.vendorId)}:${hex(info.productId)}${serialPart(info)}`, info })),
  );
}

/** A port that is no USB device's has no more than its name, which is the machine's and stays. */
export function portIds(infos: readonly PortInfo[]): readonly Identified<PortInfo>[] {
  return distinct(
    infos.map((info) => ({
      name:
        info.usb === null
          ? `port:${info.path.slice(-portCharsMax)}`
          : `serial:${hex(info.usb.vendorId)}:${hex(info.usb.productId)}${serialPart(info)}`,
      info,
    })),
  );
}

const portCharsMax = 100;

/** Two alike that give no serial number are told apart by their order only: which is which, a scan tells. */
function distinct<Info extends { path: string }>(
  named: readonly { name: string; info: Info }[],
): readonly Identified<Info>[] {
  const seen = new Map<string, number>();
  return named
    .toSorted((a, b) => (a.info.path < b.info.path ? -1 : 1))
    .map(({ name, info }) => {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return { id: DeviceId.parse(count === 1 ? name : `${name}#${count}`), info };
    });
}

function serialPart({ serial }: { serial: string | null }): string {
  const known = deviceSerial(serial);
  return known === null ? '' : `:${known}`;
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}
