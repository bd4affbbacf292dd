import type { DriverProcess } from '../driver-process.ts';

const lookEveryMs = 5_000;

/**
 * Presses "look again" until the scanner is as it should be. A device of uhid is on no bus, so that no event tells of it;
 * and in an emulated processor on a busy machine a listing may take longer than the driver process waits for it.
 */
export async function lookFor(drivers: DriverProcess, serial: string, presence: string): Promise<void> {
  const look = setInterval(() => drivers.command({ to: 'look' }), lookEveryMs);
  drivers.command({ to: 'look' });
  try {
    await drivers.until(`${serial} is ${presence}`, () => drivers.scanner(serial)?.presence === presence);
  } finally {
    clearInterval(look);
  }
}
