import type { CDPSession, Page } from '@playwright/test';

import { pressesOf, type Keyboard, type KeyPress } from './keyboards.ts';

const suffixes: Readonly<Record<'Enter' | 'Tab', KeyPress>> = {
  Enter: { key: 'Enter', code: 'Enter', shift: false, virtualKey: 13, text: '\r' },
  Tab: { key: 'Tab', code: 'Tab', shift: false, virtualKey: 9, text: undefined },
};

/** A keyboard scanner's digits, as most keyboards write them. */
export async function scanDigits(
  page: Page,
  digits: string,
  keyMs: number,
  suffix: 'Enter' | 'Tab' | null,
): Promise<void> {
  await scanText(page, digits, { keyMs, suffix, keyboard: 'US' });
}

/**
 * A keyboard scanner's keys, each with the time at which it is due. A scanner keeps its pace however busy the machine is
 * that it types into, and the keys' own times say so; Playwright's are the times at which it came to send them.
 */
export async function scanText(
  page: Page,
  text: string,
  { keyMs, suffix, keyboard }: { keyMs: number; suffix: 'Enter' | 'Tab' | null; keyboard: Keyboard },
): Promise<void> {
  const presses = [...pressesOf(text, keyboard), ...(suffix === null ? [] : [suffixes[suffix]])];
  const session = await page.context().newCDPSession(page);
  const beginsAt = Date.now();
  const sent: Promise<unknown>[] = [];
  for (const [i, press] of presses.entries()) {
    const dueAt = beginsAt + i * keyMs;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - Date.now())));
    sent.push(...pressAt(session, press, dueAt / 1_000));
  }
  await Promise.all(sent);
  await session.detach();
}

const shiftKey = { key: 'Shift', code: 'ShiftLeft', windowsVirtualKeyCode: 16 };
const shiftHeld = 8;

function pressAt(session: CDPSession, press: KeyPress, timestamp: number): Promise<unknown>[] {
  const { key, code, shift, virtualKey, text } = press;
  const modifiers = shift ? shiftHeld : 0;
  const told = { key, code, windowsVirtualKeyCode: virtualKey, timestamp, modifiers };
  const down =
    text === undefined ? { type: 'rawKeyDown' as const, ...told } : { type: 'keyDown' as const, ...told, text };
  const events = [down, { type: 'keyUp' as const, ...told }];
  const held = shift
    ? [
        { type: 'rawKeyDown' as const, ...shiftKey, timestamp, modifiers },
        ...events,
        { type: 'keyUp' as const, ...shiftKey, timestamp, modifiers: 0 },
      ]
    : events;
  return held.map((event) => session.send('Input.dispatchKeyEvent', event));
}
