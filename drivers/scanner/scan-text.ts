import { isUtf8 } from 'node:buffer';

import { scanTextCharsMax } from '#contract';

import { aimAtStart, aimChars } from './aim.ts';
import type { Reading } from './scan.ts';

/** More bytes than this are no text that is taken: a character is at most four of them. */
export const scanBytesMax = scanTextCharsMax * 4;

/**
 * A whole code of these bytes; null when there is nothing in it. `aim`: as the scanner said it beside the data; null where
 * it says none, and then one at the start of the data counts as said.
 */
export function readScan(bytes: Uint8Array, aim: string | null): Reading | null {
  if (bytes.byteLength > scanBytesMax) return { is: 'lost', why: 'too-long' };
  const whole = withoutEnding(textOf(bytes));
  const leading = aim === null ? aimAtStart(whole) : null;
  const text = leading === null ? whole : whole.slice(aimChars);
  if (text === '') return null;
  if (text.length > scanTextCharsMax) return { is: 'lost', why: 'too-long' };
  return { is: 'scan', text, aim: aim ?? leading };
}

/** Scanners send the symbol's bytes: UTF-8 where that is what they are, else Latin-1. Control characters stay (GS1 has GS). */
function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString(isUtf8(buffer) ? 'utf8' : 'latin1');
}

/** One ending, as scanners add it; a second one belongs to the code. */
function withoutEnding(text: string): string {
  return text.replace(/(\r\n|\r|\n|\t)$/, '');
}
