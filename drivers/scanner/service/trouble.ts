import type { ScannerTrouble } from '#contract';

/** What a library's text means. node-hid, serialport and the systems give no codes: the texts are theirs, measured or documented. */
export function troubleOf(detail: string): ScannerTrouble {
  return said.find(([words]) => words.test(detail))?.[1] ?? 'unknown';
}

const said: readonly (readonly [RegExp, ScannerTrouble])[] = [
  // hidapi on Linux and macOS, serialport on both.
  [/permission denied|EACCES|not permitted|EPERM|E00002E2/i, 'no-permission'],
  // serialport: "Cannot lock port"; Windows says of a port or device that somebody has open: "Access denied".
  [/busy|EBUSY|cannot lock|temporarily unavailable|exclusive access|access (is )?denied|sharing violation/i, 'in-use'],
  [
    /disconnected|no such (file|device)|ENOENT|ENODEV|ENXIO|file not found|not connected|vanished|bad file descriptor|EBADF|input\/output error|EIO|has gone/i,
    'unplugged',
  ],
  [/inappropriate ioctl|ENOTTY|not a (serial|tty)/i, 'unsupported'],
  [/did not answer/i, 'unresponsive'],
];

/** What this machine's owner has to settle; the others pass by themselves. */
export function isBlocked(trouble: ScannerTrouble): boolean {
  return trouble === 'no-permission' || trouble === 'in-use' || trouble === 'unsupported';
}
