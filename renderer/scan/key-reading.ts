import { startOfText } from './wedge-reading.ts';

/** What a key event says, before anybody decides who typed it. */
export type KeyReading =
  | { is: 'char'; char: string; byCode: string }
  | { is: 'end'; key: 'Enter' | 'Tab' }
  /** Shift and the like: part of no text and no reason to end one. */
  | { is: 'modifier' }
  /** One of three or four with which a scanner's "universal keyboard" spells one character; on Windows only, and for fields only. */
  | { is: 'alt-digit' }
  | { is: 'other' };

type Key = { key: string; code: string; shiftKey: boolean; ctrlKey: boolean; altKey: boolean; metaKey: boolean };

const modifiers = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'Dead', 'Fn']);

/** `key` by the layout and, for scanners, by the place of the key: with an input method on, `key` is only "Process". */
export function readKey(event: Key): KeyReading {
  // Scanners send control characters as Ctrl and a letter: STX is Ctrl+B.
  if (event.ctrlKey && event.code === 'KeyB') return { is: 'char', char: startOfText, byCode: startOfText };
  if (event.ctrlKey && (event.code === 'KeyM' || event.code === 'KeyJ')) return { is: 'end', key: 'Enter' };
  if (event.key === 'Enter' || event.code === 'NumpadEnter') return { is: 'end', key: 'Enter' };
  if (event.key === 'Tab') return event.shiftKey ? { is: 'other' } : { is: 'end', key: 'Tab' };
  if (modifiers.has(event.key)) return { is: 'modifier' };
  if (event.altKey && /^Numpad\d$/.test(event.code)) return { is: 'alt-digit' };
  const altGraph = event.ctrlKey && event.altKey;
  if ((event.ctrlKey || event.altKey || event.metaKey) && !altGraph) return { is: 'other' };
  const byCode = usCharacter(event.code, event.shiftKey);
  if (/^.$/u.test(event.key)) return { is: 'char', char: event.key, byCode };
  if ((event.key === 'Process' || event.key === 'Unidentified') && byCode !== '') {
    return { is: 'char', char: '', byCode };
  }
  return { is: 'other' };
}

const marks: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  Quote: ["'", '"'],
  Backquote: ['`', '~'],
  Backslash: ['\\', '|'],
  Period: ['.', '>'],
  Comma: [',', '<'],
  Slash: ['/', '?'],
  Semicolon: [';', ':'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  NumpadDecimal: ['.', '.'],
  Space: [' ', ' '],
};

/** What Shift makes of the digits from 0 on. */
const overDigits = ')!@#$%^&*(';

function usCharacter(code: string, shifted: boolean): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return shifted && code.startsWith('D') ? overDigits.charAt(Number(digit)) : digit;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shifted ? letter : letter.toLowerCase();
  return marks[code]?.[shifted ? 1 : 0] ?? '';
}
