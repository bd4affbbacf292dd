export {
  PrinterDevice,
  type Condition,
  type ConditionChange,
  type Pulse,
  type Session,
  type SessionPorts,
  type Trouble,
} from './device/index.ts';
export { piecesOf, type Piece } from './parse/index.ts';
export { pngOf, Press, runPiece, type Slip, type SlipEntry } from './render/index.ts';
export { deviceOptions, startPrinter, type EmulatedPrinter } from './serve/printer.ts';
