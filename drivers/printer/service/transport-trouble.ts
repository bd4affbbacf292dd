import type { PrinterTrouble } from '#contract';

/** What a system's text means for whoever stands at the printer. The texts are Node's, serialport's, usb's and CUPS'. */
export function transportTrouble(detail: string): PrinterTrouble {
  return said.find(([words]) => words.test(detail))?.[1] ?? 'unknown';
}

const said: readonly (readonly [RegExp, PrinterTrouble])[] = [
  [/EACCES|EPERM|permission denied|not permitted|access denied|E00002E2/i, 'no-permission'],
  [/EBUSY|busy|cannot lock|temporarily unavailable|in use|claim/i, 'in-use'],
  [
    /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|ENOTFOUND|EAI_AGAIN|ENOENT|ENXIO|no such|not found/i,
    'absent',
  ],
  [/ETIMEDOUT|not opened within|did not answer|not done within/i, 'unresponsive'],
  [/ECONNRESET|EPIPE|ENODEV|EIO|EBADF|disconnected|closed|has gone|vanished|ended/i, 'unplugged'],
  [/ENOTTY|EINVAL|unsupported|missing library|does not load/i, 'unsupported'],
];
