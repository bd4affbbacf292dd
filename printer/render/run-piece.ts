import type { Piece } from '../parse/index.ts';
import { barcodeCommands } from './commands/barcode-commands.ts';
import { imageCommands } from './commands/image-commands.ts';
import { layoutCommands } from './commands/layout-commands.ts';
import { matrixCode } from './commands/matrix-code-commands.ts';
import { styleCommands, type Command } from './commands/style-commands.ts';
import type { Press } from './press.ts';
import { dropHalfCharacter, setText } from './set-text.ts';

/** Does to the paper what this piece of the stream says. What says nothing to the paper changes nothing. */
export function runPiece(press: Press, piece: Piece): void {
  if (piece.kind === 'text') return setText(press, piece.bytes);
  dropHalfCharacter(press);
  if (piece.kind === 'unknown') return press.refuse(piece.name, 'not a command of the reference');
  if (piece.kind === 'ignored') return undefined;
  if (piece.length > piece.bytes.length) return press.refuse(piece.name, 'longer than this printer can hold');
  for (const commands of tables) commands[piece.name]?.(press, piece.bytes);
  return undefined;
}

const tables: readonly Readonly<Record<string, Command>>[] = [
  styleCommands,
  layoutCommands,
  imageCommands,
  barcodeCommands,
  { 'GS (': matrixCode },
];
