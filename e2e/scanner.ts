import type { Page } from '@playwright/test';

type Key = { key: string; code: string; windowsVirtualKeyCode: number; text?: string };

const suffixes: Readonly<Record<'Enter' | 'Tab', Key>> = {
  Enter: { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
  Tab: { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 },
};

/**
 * A keyboard scanner's keys, each with the time at which it is due. A scanner keeps its pace however busy the machine is
 * that it types into, and the keys' own times say so; Playwright's are the times at which it came to send them.
 */
export async function scanDigits(
  page: Page,
  digits: string,
  keyMs: number,
  suffix: 'Enter' | 'Tab' | null,
): Promise<void> {
  const keys = [...Array.from(digits, digitKey), ...(suffix === null ? [] : [suffixes[suffix]])];
  const keyboard = await page.context().newCDPSession(page);
  const beginsAt = Date.now();
  const sent: Promise<unknown>[] = [];
  for (const [i, key] of keys.entries()) {
    const dueAt = beginsAt + i * keyMs;
    await new Promise((resolve) => setTimeout(resolve, dueAt - Date.now()));
    const timestamp = dueAt / 1_000;
    sent.push(
      keyboard.send('Input.dispatchKeyEvent', {
        type: key.text === undefined ? 'rawKeyDown' : 'keyDown',
        ...key,
        timestamp,
      }),
    );
    sent.push(keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...withoutText(key), timestamp }));
  }
  await Promise.all(sent);
  await keyboard.detach();
}

function digitKey(digit: string): Key {
  return { key: digit, code: `Digit${digit}`, windowsVirtualKeyCode: 48 + Number(digit), text: digit };
}

function withoutText({ key, code, windowsVirtualKeyCode }: Key): Key {
  return { key, code, windowsVirtualKeyCode };
}
