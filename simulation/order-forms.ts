import { sandboxOrderHosts, writeIsoTime } from '#protocol';

import type { Dice } from './dice.ts';
import type { CodeForm } from './messages.ts';
import type { MadeCode } from './scheme-order.ts';

/** How long an order waits for somebody who scans: what the terminal asks for, and now and then less or more. */
export function drawLife(dice: Dice): number {
  return dice.weighted([
    [180_000, 12],
    [dice.between(15_000, 175_000), 1],
    [dice.between(185_000, 400_000), 1],
  ]);
}

/** The code of an order that lives until `expiresAt`. Its time may be left out, or be nonsense. */
export function drawCode(id: string, expiresAt: number, oddly: boolean, dice: Dice): MadeCode {
  const value = `https://${sandboxOrderHosts[0]}/q/${id}`;
  if (dice.chance(0.2)) return { value, expiresAt: null };
  return { value, expiresAt: oddly ? expiresAt + dice.pick([-600_000, 7_200_000]) : expiresAt };
}

/** Up to four forms of one code, of which the terminal reads the text. `unusable`: text that must not be shown. */
export function formOf({ value, expiresAt }: MadeCode, unusable: boolean, dice: Dice): CodeForm {
  const picture = { codeValueType: 'QRCODE', displayType: 'SMALLIMAGE', codeValue: `${value}.png` } as const;
  const bars = { codeValueType: 'BARCODE', displayType: 'TEXT', codeValue: '281006020000000000' } as const;
  const codeValue = unusable ? dice.pick([value.replace('https', 'http'), 'https://example.test/q', 'wxp://x']) : value;
  const text = { codeValueType: 'QRCODE', displayType: 'TEXT', codeValue } as const;
  return {
    codeDetails: dice.pick([[text], [picture, text], [text, bars]]),
    ...(expiresAt === null ? {} : { expireTime: writeIsoTime(expiresAt) }),
  };
}
