import { describe, expect, it } from 'vitest';

import { troubleOf } from './trouble.ts';

describe('a library’s text', () => {
  // The texts are node-hid's and serialport's own, seen or documented; there are no codes beside them.
  it.each([
    ['could not read from HID device: hid_read_timeout: unexpected poll error (device disconnected)', 'unplugged'],
    ['cannot open device with path /dev/hidraw3: No such file or directory', 'unplugged'],
    ['Error: No such file or directory, cannot open /dev/ttyACM0', 'unplugged'],
    ['Opening COM7: File not found', 'unplugged'],
    ['bad file descriptor', 'unplugged'],
    ['cannot open device with path /dev/hidraw3: Permission denied', 'no-permission'],
    ['Error: Permission denied, cannot open /dev/ttyACM0', 'no-permission'],
    [
      'hid_open_path: failed to open IOHIDDevice from mach entry: (0xE00002E2) (iokit/common) not permitted',
      'no-permission',
    ],
    ['Opening COM7: Access denied', 'in-use'],
    ['Error Resource temporarily unavailable Cannot lock port', 'in-use'],
    ['Device or resource busy', 'in-use'],
    ['Inappropriate ioctl for device, cannot open /dev/tty0', 'unsupported'],
    ['it did not answer within 3000 ms', 'unresponsive'],
    ['', 'unknown'],
    ['42', 'unknown'],
  ])('%j means %s', (detail, trouble) => {
    expect(troubleOf(detail)).toBe(trouble);
  });
});
