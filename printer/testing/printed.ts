import { piecesOf } from '../parse/index.ts';
import { Press, runPiece, type PressModel, type Slip, type SlipEntry } from '../render/index.ts';

/** What a stream of bytes puts on paper, without a device around it: nothing cuts, asks or opens. */
export function printed(bytes: Uint8Array, model: Partial<PressModel> = {}): Printed {
  const press = new Press({ widthDots: 576, multiByte: 'none', ...model });
  for (const piece of piecesOf(bytes)) runPiece(press, piece);
  const slips = press.paper.slips();
  const entries = slips.flatMap((slip) => slip.entries);
  return { slips, entries, lines: linesOf(entries) };
}

export type Printed = { slips: readonly Slip[]; entries: readonly SlipEntry[]; lines: readonly string[] };

/** The text of the lines, without the spaces at their ends. */
export function linesOf(entries: readonly SlipEntry[]): string[] {
  return entries.flatMap((entry) => (entry.kind === 'line' ? [entry.text.trimEnd()] : []));
}

/** A stream of bytes from numbers and Latin-1 text: `bytes(0x1b, '@', 'Hello', 10)`. */
export function bytes(...parts: readonly (number | string)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part, 'latin1'))));
}
