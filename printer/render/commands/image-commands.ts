import { longWord, word } from '../../parse/index.ts';
import { fromColumns, fromRows, magnify, type Bitmap } from '../bitmap.ts';
import type { Press } from '../press.ts';
import type { Command } from './style-commands.ts';

/** Pictures made of dots. ESC/POS reference, each by its name. */
export const imageCommands: Readonly<Record<string, Command>> = {
  'ESC *': (press, bytes) => {
    const mode = bytes[2] ?? 0;
    const data = bytes.subarray(5);
    const bytesInColumn = mode >= 32 ? 3 : 1;
    const columns = fromColumns(data, bytesInColumn, word(bytes, 3), 8 * bytesInColumn);
    // 8-dot modes have a third of the density down the paper, even modes half of that across.
    press.line.addImage(magnify(columns, mode % 32 === 0 ? 2 : 1, mode >= 32 ? 1 : 3));
  },
  'GS v': (press, bytes) => {
    const mode = (bytes[3] ?? 0) % 48;
    const [bytesInRow, height] = [word(bytes, 4), word(bytes, 6)];
    if (bytesInRow === 0 || height === 0) return press.refuse('GS v 0', 'a picture without a size');
    const kept = Math.min(bytesInRow * 8, press.model.widthDots);
    const bitmap = fromRows(bytes.subarray(8), bytesInRow, kept, height);
    return printImage(press, 'GS v 0', magnify(bitmap, 1 + (mode & 1), 1 + (mode >> 1)));
  },
  'GS Q': (press, bytes) => {
    const [width, bytesInColumn] = [word(bytes, 4), word(bytes, 6)];
    if (width === 0 || bytesInColumn === 0) return press.refuse('GS Q 0', 'a picture without a size');
    const kept = Math.min(width, press.model.widthDots);
    const bitmap = fromColumns(bytes.subarray(8), bytesInColumn, kept, bytesInColumn * 8);
    return printImage(press, 'GS Q 0', bitmap);
  },
  'GS *': (press, bytes) => {
    const [, , x = 0, y = 0] = bytes;
    press.graphics.image = x === 0 || y === 0 ? null : fromColumns(bytes.subarray(4), y, x * 8, y * 8);
  },
  'GS /': (press, [, , m = 0]) => {
    if (press.graphics.image === null) return press.refuse('GS /', 'no picture is stored');
    return printImage(press, 'GS /', enlarged(press.graphics.image, m));
  },
  'FS q': storePictures,
  'FS p': (press, [, , number = 0, m = 0]) => {
    const bitmap = press.graphics.find('lasting', `FS ${number}`);
    if (bitmap === undefined) return press.refuse('FS p', `picture ${number} is not stored`);
    return printImage(press, 'FS p', enlarged(bitmap, m));
  },
  'GS (': (press, bytes) => {
    if (bytes[2] === 0x4c) graphics(press, bytes.subarray(5, 5 + word(bytes, 3)));
  },
  'GS 8': (press, bytes) => graphics(press, bytes.subarray(7, 7 + longWord(bytes, 3))),
};

function enlarged(bitmap: Bitmap, mode: number): Bitmap {
  return magnify(bitmap, 1 + (mode & 1), 1 + ((mode >> 1) & 1));
}

function printImage(press: Press, command: string, bitmap: Bitmap): void {
  if (!press.isAtLineStart) return press.refuse(command, 'not at the beginning of a line');
  const { x, y } = press.printBlock(bitmap);
  return press.note({ kind: 'image', y, x, width: bitmap.width, height: bitmap.height });
}

function storePictures(press: Press, bytes: Uint8Array): void {
  press.graphics.remove('lasting');
  let at = 3;
  for (let number = 1; number <= (bytes[2] ?? 0); number += 1) {
    const [x, y] = [word(bytes, at), word(bytes, at + 2)];
    const bitmap = fromColumns(bytes.subarray(at + 4, at + 4 + x * y * 8), y, x * 8, y * 8);
    press.graphics.keep('lasting', `FS ${number}`, bitmap);
    at += 4 + x * y * 8;
  }
}

/** `GS ( L` and `GS 8 L`: m, the function, and what it takes. */
function graphics(press: Press, parameters: Uint8Array): void {
  const [, fn = 0, a = 0, second = 0] = parameters;
  const key = `${a},${second}`;
  switch (fn) {
    case 2:
    case 50:
      return printBuffered(press);
    case 112:
    case 113:
      return buffer(press, parameters);
    case 65:
      return press.graphics.remove('lasting');
    case 66:
      return press.graphics.remove('lasting', key);
    case 81:
      return press.graphics.remove('downloaded');
    case 82:
      return press.graphics.remove('downloaded', key);
    case 67:
    case 68:
      return store(press, 'lasting', fn === 67, parameters);
    case 83:
    case 84:
      return store(press, 'downloaded', fn === 83, parameters);
    case 69:
      return printStored(press, 'lasting', parameters);
    case 85:
      return printStored(press, 'downloaded', parameters);
    default:
      // Questions about memory, and what sets up the density: nothing of it shows on paper.
      return undefined;
  }
}

/** Function 112 (rows) and 113 (columns): m fn a bx by c xL xH yL yH d… */
function buffer(press: Press, parameters: Uint8Array): void {
  const [, fn, tone = 0, wide = 0, tall = 0] = parameters;
  const [width, height] = [word(parameters, 6), word(parameters, 8)];
  if (tone !== 48 || wide < 1 || wide > 2 || tall < 1 || tall > 2 || width === 0 || height === 0) {
    return press.refuse('GS ( L', 'graphics that this printer cannot take');
  }
  const bitmap = pictureOf(parameters.subarray(10), fn === 112, width, height, press.model.widthDots);
  press.graphics.buffered = magnify(bitmap, wide, tall);
  return undefined;
}

function printBuffered(press: Press): void {
  const bitmap = press.graphics.buffered;
  press.graphics.buffered = null;
  if (bitmap !== null) printImage(press, 'GS ( L', bitmap);
}

/** Functions 67, 68, 83, 84: m fn a kc1 kc2 b xL xH yL yH [c d…]; of several colours the first is the paper's black. */
function store(press: Press, where: 'downloaded' | 'lasting', isRows: boolean, parameters: Uint8Array): void {
  const [, , tone = 0, first = 0, second = 0] = parameters;
  const [width, height] = [word(parameters, 6), word(parameters, 8)];
  if (tone !== 48 || width === 0 || height === 0)
    return press.refuse('GS ( L', 'graphics that this printer cannot take');
  const bitmap = pictureOf(parameters.subarray(11), isRows, width, height, press.model.widthDots);
  if (!press.graphics.keep(where, `${first},${second}`, bitmap)) press.refuse('GS ( L', 'no room for more pictures');
  return undefined;
}

/** Functions 69 and 85: m fn kc1 kc2 x y. */
function printStored(
  press: Press,
  where: 'downloaded' | 'lasting',
  [, , first = 0, second = 0, wide = 1, tall = 1]: Uint8Array,
): void {
  const bitmap = press.graphics.find(where, `${first},${second}`);
  if (bitmap === undefined) return press.refuse('GS ( L', 'that picture is not stored');
  return printImage(press, 'GS ( L', magnify(bitmap, wide === 2 ? 2 : 1, tall === 2 ? 2 : 1));
}

/** Only as many dots as there are data for and room on paper, whatever size is claimed. */
function pictureOf(data: Uint8Array, isRows: boolean, width: number, height: number, widthMax: number): Bitmap {
  const kept = Math.min(width, widthMax);
  if (!isRows) return fromColumns(data, Math.ceil(height / 8), kept, Math.min(height, data.length * 8));
  const bytesInRow = Math.ceil(width / 8);
  return fromRows(data, bytesInRow, kept, Math.min(height, Math.ceil(data.length / bytesInRow)));
}
