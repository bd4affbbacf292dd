import type { OwnLetters } from './own-letters.ts';
import { plain, runColumns, type PrinterLine, type Style } from './printer-line.ts';

/** The line in the printer's own letters, without its line feed; null when it is not trusted with one of them. */
export function lineBytes({ runs }: PrinterLine, own: OwnLetters): string | null {
  let bytes = '';
  let column = 0;
  let mode = '';
  for (const run of runs) {
    // Blanks, and not `ESC $`: that counts in units which differ between printers.
    const blanks = Math.max(0, Math.floor(run.column) - column);
    const style = styleBytes(run.style);
    bytes += ' '.repeat(blanks) + style;
    for (const cluster of run.clusters) {
      const letter = own.letter(cluster);
      if (letter === null) return null;
      if (letter.mode !== mode) {
        bytes += (mode === '' ? '' : own.plainMode) + letter.mode;
        ({ mode } = letter);
      }
      bytes += letter.bytes;
    }
    if (mode !== '') bytes += own.plainMode;
    mode = '';
    if (style !== '') bytes += styleOff;
    column += blanks + runColumns(run);
  }
  return bytes;
}

/** `ESC - n`, `ESC E n`, `GS B n`, `GS ! n`. */
function styleBytes(style: Style): string {
  if (style === plain) return '';
  const size =
    style.x === 1 && style.y === 1 ? '' : `\x1d!${String.fromCharCode(((style.x - 1) << 4) | (style.y - 1))}`;
  return [style.isUnderlined && '\x1b-\x02', style.isStrong && '\x1bE\x01', style.isInverse && '\x1dB\x01', size]
    .filter((part) => part !== false)
    .join('');
}

const styleOff = '\x1b-\x00\x1bE\x00\x1dB\x00\x1d!\x00';
