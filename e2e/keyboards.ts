/** Keyboards that a shop's machine is set to, whatever the scanner types for. */
export type Keyboard = 'US' | 'AZERTY' | 'QWERTZ' | 'a Chinese input method';

/** One key as it is pressed: its place on the board, what the layout makes of it, and whether Shift is held. */
export type KeyPress = { key: string; code: string; shift: boolean; virtualKey: number; text: string | undefined };

/** The keys of a US keyboard that write `text`, which is all that a scanner knows, as they arrive under `keyboard`. */
export function pressesOf(text: string, keyboard: Keyboard): KeyPress[] {
  return Array.from(text, (char) => pressOf(char, keyboard));
}

function pressOf(char: string, keyboard: Keyboard): KeyPress {
  const { code, shift } = placeOf(char);
  const virtualKey = /^[A-Za-z0-9]$/.test(char) ? char.toUpperCase().charCodeAt(0) : 0;
  // An input method takes the key: the page learns only which one it was.
  if (keyboard === 'a Chinese input method') return { key: 'Process', code, shift, virtualKey: 229, text: undefined };
  const key = keyboard === 'US' ? char : (differences[keyboard][char] ?? char);
  return { key, code, shift, virtualKey, text: key };
}

function placeOf(char: string): { code: string; shift: boolean } {
  if (/^\d$/.test(char)) return { code: `Digit${char}`, shift: false };
  if (/^[A-Za-z]$/.test(char)) return { code: `Key${char.toUpperCase()}`, shift: /[A-Z]/.test(char) };
  const place = places[char];
  if (place === undefined) throw new Error(`a scanner in these stories types no ${JSON.stringify(char)}`);
  return place;
}

const places: Readonly<Record<string, { code: string; shift: boolean }>> = {
  ']': { code: 'BracketRight', shift: false },
  '-': { code: 'Minus', shift: false },
  _: { code: 'Minus', shift: true },
  '/': { code: 'Slash', shift: false },
  '.': { code: 'Period', shift: false },
  ':': { code: 'Semicolon', shift: true },
  '@': { code: 'Digit2', shift: true },
};

// Microsoft, Windows keyboard layouts: French, German. By what the same key writes on a US keyboard.
const differences: Readonly<Record<'AZERTY' | 'QWERTZ', Readonly<Record<string, string>>>> = {
  AZERTY: {
    ...keysAlong('1234567890', '&é"\'(-è_çà'),
    ...keysAlong(']-_/.:@', '$)°!:M2'),
    ...keysAlong('aqzwmAQZWM', 'qawz,QAWZ?'),
  },
  QWERTZ: { ...keysAlong(']-_/.:@', '+ß?-.Ö"'), ...keysAlong('yzYZ', 'zyZY') },
};

function keysAlong(from: string, to: string): Record<string, string> {
  const written = Array.from(to);
  return Object.fromEntries(Array.from(from, (char, at) => [char, written[at] ?? char]));
}
