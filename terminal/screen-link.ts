import {
  ChargeCommand,
  CommandFrame,
  type DriversFrame,
  frameBytesMax,
  FromDrivers,
  type HostFrame,
  type Reply,
} from '#contract';
import { Amount, minorMax } from '#payment';
import * as z from 'zod';

import type { Screen } from './ports/screen.ts';

/** Whoever takes commands: a host, or what stands in for one that cannot run. */
export type CommandTaker = {
  handle(command: CommandFrame['command']): Promise<Reply>;
  noteUnreadable(): void;
  /** What stands in for a host has nothing to do with devices. */
  hearDrivers?(frame: DriversFrame): Promise<void>;
};

/**
 * What came from the shell, unread: a screen's command, or what the driver process says. Anything else is refused, and
 * recorded (V39).
 */
export async function receive(raw: unknown, taker: CommandTaker, screen: Screen): Promise<void> {
  if (isSmall(raw)) {
    const fromDrivers = FromDrivers.safeParse(raw);
    if (fromDrivers.success) return await hearDrivers(fromDrivers.data.fromDrivers, taker, screen);
  }
  const frame = isSmall(raw) ? CommandFrame.safeParse(raw) : undefined;
  if (frame?.success) {
    const reply = await taker.handle(frame.data.command);
    screen.show({ frame: 'reply', id: frame.data.id, reply });
    return;
  }
  const tooLarge = isTooLargeCharge(raw);
  if (!tooLarge) taker.noteUnreadable();
  const id = FrameId.safeParse(raw);
  if (id.success) screen.show(refusal(id.data.id, tooLarge ? 'amount-too-large' : 'unreadable'));
}

/** A till that does not sell takes no scan, and says so: the scanner has beeped. */
async function hearDrivers(frame: DriversFrame, taker: CommandTaker, screen: Screen): Promise<void> {
  if (taker.hearDrivers !== undefined) return await taker.hearDrivers(frame);
  if (frame.driver === 'scan')
    screen.show({ frame: 'scanned', via: frame.via, scanned: { is: 'bad-scan', why: 'not-selling' } });
}

const FrameId = z.object({ id: z.string().min(1).max(64) });

// Of a charge only the number may be wrong: anything else beside it is no mistake of a keypad.
const LargeCharge = z.strictObject({
  id: FrameId.shape.id,
  command: ChargeCommand.extend({ amount: Amount.extend({ minor: z.int().gt(minorMax) }) }),
});

/** An honest mistake at the keypad, not an attack. */
function isTooLargeCharge(raw: unknown): boolean {
  return LargeCharge.safeParse(raw).success;
}

function isSmall(raw: unknown): boolean {
  try {
    return Buffer.byteLength(JSON.stringify(raw) ?? '') <= frameBytesMax;
  } catch {
    return false; // nothing that JSON knows
  }
}

function refusal(id: string, why: 'unreadable' | 'amount-too-large'): HostFrame {
  return { frame: 'reply', id, reply: { is: 'refused', why } };
}
