export { pngOf } from './png.ts';
export type { Slip, SlipEntry, TextRun } from './paper.ts';
export { Press, type PressModel } from './press.ts';
export { runPiece } from './run-piece.ts';
