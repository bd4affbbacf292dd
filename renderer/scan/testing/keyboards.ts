import type { Pressed } from '../wedge-reading.ts';

/** Keyboards that a scanner's US keys are read by. `off` is an input method, which takes every key. */
export type Keyboard = 'us' | 'azerty' | 'qwertz' | 'off';

/** What the keyboard makes of the US keys whose characters these are: `wanted` typed by a scanner that knows US keys only. */
export function typedOn(keyboard: Keyboard, wanted: string): Pressed[] {
  return Array.from(wanted, (byCode) => ({ char: charOn(keyboard, byCode), byCode }));
}

function charOn(keyboard: Keyboard, byCode: string): string {
  if (keyboard === 'off') return '';
  return keyboard === 'us' ? byCode : (differences[keyboard][byCode] ?? byCode);
}

// Microsoft, Windows keyboard layouts: French, German. By the character of the US key with and without Shift.
const differences: Readonly<Record<'azerty' | 'qwertz', Readonly<Record<string, string>>>> = {
  azerty: pairs('1234567890!@#$%^&*()-_=+]}AQZWMaqzwm:;,<.>/?\'"', '&é"\'(-è_çà1234567890)°=+$£QAWZ?qawz,Mm;.:/!§ù%'),
  qwertz: pairs('@#$^&*()-_]}YZyz:;,<.>/?\'"', '"§$&/()=ß?+*ZYzyÖö,;.:-_äÄ'),
};

function pairs(from: string, to: string): Record<string, string> {
  return Object.fromEntries(Array.from(from, (char, at) => [char, Array.from(to)[at] ?? char]));
}
