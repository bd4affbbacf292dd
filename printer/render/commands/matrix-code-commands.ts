import { word } from '../../parse/index.ts';
import { fit, magnify, type Bitmap } from '../bitmap.ts';
import type { Press } from '../press.ts';
import type { Command } from './style-commands.ts';
import { matrixOf } from './symbols.ts';

/** `GS ( k`: cn says which code, fn what to do with it. Other commands that begin with `GS (` are not its business. */
export const matrixCode: Command = (press, bytes) => {
  if (bytes[2] !== 0x6b) return;
  const parameters = bytes.subarray(5, 5 + word(bytes, 3));
  const kind = kinds.get(parameters[0] ?? 0);
  if (kind === undefined) press.refuse('GS ( k', `codes of kind ${parameters[0] ?? 0} are not drawn here`);
  else kind(press, parameters[1] ?? 0, parameters.subarray(2));
};

type Kind = (press: Press, fn: number, values: Uint8Array) => void;

const kinds: ReadonlyMap<number, Kind> = new Map([
  [48, pdf417],
  [49, qr],
  [53, plain('AZTEC', 'azteccode')],
  [54, plain('DATAMATRIX', 'datamatrix')],
]);

const storeAt = 80;
const printAt = 81;

function qr(press: Press, fn: number, values: Uint8Array): void {
  const { qr: settings } = press.settings;
  const [n = 0] = values;
  if (fn === 65) settings.micro = n === 51;
  else if (fn === 67 && n >= 1 && n <= 16) settings.module = n;
  else if (fn === 69) settings.level = (['L', 'M', 'Q', 'H'] as const)[n - 48] ?? settings.level;
  else if (fn === storeAt) settings.data = characters(values.subarray(1));
  else if (fn === printAt) {
    const { data, level, module, micro } = settings;
    const matrix = data === '' ? null : matrixOf(micro ? 'microqrcode' : 'qrcode', data, { eclevel: level });
    printCode(press, micro ? 'MICROQR' : 'QR', data, matrix === null ? null : magnify(matrix, module, module));
  }
}

function pdf417(press: Press, fn: number, values: Uint8Array): void {
  const { pdf417: settings } = press.settings;
  const [n = 0] = values;
  if (fn === 65 && n <= 30) settings.columns = n;
  else if (fn === 66 && n <= 90) settings.rows = n;
  else if (fn === 67 && n >= 2 && n <= 8) settings.module = n;
  else if (fn === 68 && n >= 2 && n <= 8) settings.rowHeight = n;
  else if (fn === 69 && n === 48) settings.level = Math.min(8, Math.max(0, (values[1] ?? 48) - 48));
  else if (fn === storeAt) settings.data = characters(values.subarray(1));
  else if (fn === printAt) {
    const { data, columns, rows, module, rowHeight, level } = settings;
    const shape = { ...(columns > 0 ? { columns } : {}), ...(rows > 0 ? { rows } : {}) };
    const matrix = data === '' ? null : matrixOf('pdf417', data, { eclevel: level, rowmult: 1, ...shape });
    const large = matrix && fit(matrix, matrix.width * module, matrix.height * module * rowHeight);
    printCode(press, 'PDF417', data, large);
  }
}

function plain(name: string, symbology: string): Kind {
  return (press, fn, values) => {
    const { plainMatrix: settings } = press.settings;
    const [n = 0] = values;
    if (fn === 67 && n >= 2 && n <= 16) settings.module = n;
    else if (fn === storeAt) settings.data = characters(values.subarray(1));
    else if (fn === printAt) {
      const matrix = settings.data === '' ? null : matrixOf(symbology, settings.data);
      printCode(press, name, settings.data, matrix && magnify(matrix, settings.module, settings.module));
    }
  };
}

function printCode(press: Press, symbology: string, data: string, bitmap: Bitmap | null): void {
  if (!press.isAtLineStart) return press.refuse('GS ( k', 'not at the beginning of a line');
  if (bitmap === null) return press.refuse('GS ( k', `this is no data for ${symbology}`);
  if (bitmap.width > press.areaWidth) return press.refuse('GS ( k', 'wider than the paper');
  const { x, y } = press.printBlock(bitmap);
  return press.note({ kind: 'code', y, x, width: bitmap.width, height: bitmap.height, symbology, data });
}

/** One character for each byte. */
function characters(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('');
}
