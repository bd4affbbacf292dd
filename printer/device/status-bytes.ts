import { isOffline, type Condition } from './condition.ts';

/** How the drawer's switch is wired: the level of connector pin 3 while the drawer is open. */
export type OpenLevel = 'low' | 'high';

/** The byte that answers `DLE EOT n` (ESC/POS reference); null for an n that has no answer here. */
export function realTimeStatusByte(n: number, condition: Condition, openLevel: OpenLevel): number | null {
  const { paper, cover, fault } = condition;
  const fixed = 0x12; // bits 1 and 4 tell it from other answers
  switch (n) {
    case 1:
      return fixed | (isPin3High(condition, openLevel) ? 0x04 : 0) | (isOffline(condition) ? 0x08 : 0);
    case 2:
      return fixed | (cover === 'open' ? 0x04 : 0) | (paper === 'out' ? 0x20 : 0) | (fault === 'none' ? 0 : 0x40);
    case 3:
      return fixed | (errorBits(condition) & 0x68);
    case 4:
      return fixed | (paper === 'ok' ? 0 : 0x0c) | (paper === 'out' ? 0x60 : 0);
    default:
      return null;
  }
}

export type AutomaticStatus = readonly [number, number, number, number];

/** The four bytes of an automatic status (`GS a`, ASB). */
export function automaticStatus(condition: Condition, openLevel: OpenLevel): AutomaticStatus {
  const { paper, cover } = condition;
  const first =
    0x10 |
    (isPin3High(condition, openLevel) ? 0x04 : 0) |
    (isOffline(condition) ? 0x08 : 0) |
    (cover === 'open' ? 0x20 : 0);
  return [first, errorBits(condition), (paper === 'ok' ? 0 : 0x03) | (paper === 'out' ? 0x0c : 0), 0];
}

/** The part of an automatic status that `GS a n` asks for: a change elsewhere is not told. */
export function watchedPart([first, second, third]: AutomaticStatus, mask: number): string {
  const one = (mask & 1 ? 0x04 : 0) | (mask & 2 ? 0x68 : 0);
  const two = (mask & 2 ? 0x01 : 0) | (mask & 4 ? 0x6c : 0) | (mask & 0x40 ? 0x02 : 0);
  // Without paper the printer goes offline, which the second bit tells of.
  const three = mask & 8 || mask & 2 ? 0x0f : 0;
  return [first & one, second & two, third & three].join();
}

/** The byte that answers `GS r n`, which is only carried out while there is paper. */
export function requestedStatusByte(n: number, condition: Condition, openLevel: OpenLevel): number | null {
  if (n === 1 || n === 49) return condition.paper === 'near-end' ? 0x03 : 0;
  if (n === 2 || n === 50) return isPin3High(condition, openLevel) ? 0x01 : 0;
  return null;
}

/** The text that answers `GS I n`, with its header and its NUL; a single byte for the old numbers; null for others. */
export function identityBytes(n: number, identity: Identity): Uint8Array | null {
  const text = [identity.firmware, identity.maker, identity.model, identity.serial][n - 65];
  if (text !== undefined) return Buffer.from(`_${text}\0`, 'latin1');
  if (n === 1 || n === 49) return Uint8Array.of(0x20);
  if (n === 2 || n === 50) return Uint8Array.of(identity.multiByte ? 0x03 : 0x02); // it cuts by itself
  return n === 3 || n === 51 ? Uint8Array.of(0x41) : null;
}

export type Identity = { maker: string; model: string; firmware: string; serial: string; multiByte: boolean };

function isPin3High({ drawer }: Condition, openLevel: OpenLevel): boolean {
  return (drawer === 'open') === (openLevel === 'high');
}

/** As in the second byte of an automatic status. */
function errorBits({ fault }: Condition): number {
  return { none: 0, cutter: 0x08, broken: 0x20, overheated: 0x40 }[fault];
}
