import { cancelled, longWord, more, whole, word, type CommandForm, type Extent } from './command-form.ts';

// The commands whose end depends on more than one count. Source: Epson's ESC/POS command reference, each by its name.

/** `ESC D n1…nk NUL`: up to 32 rising positions; one that does not rise ends the list and is normal data already. */
export const tabStops: CommandForm = (held) => {
  for (let at = 2; at < held.length; at += 1) {
    const position = held[at] ?? 0;
    if (position === 0) return whole(at + 1);
    if (at > 2 && position <= (held[at - 1] ?? 0)) return whole(at);
    if (at === 2 + tabStopsMax) return whole(at);
  }
  return more(held.length + 1);
};

/** `ESC * m nL nH d…`: one byte a column with m = 0 and 1, three with m = 32 and 33. Any other m: normal data follows. */
export const bitImage: CommandForm = (held) => {
  const mode = held[2];
  if (mode === undefined) return more(3);
  if (![0, 1, 32, 33].includes(mode)) return cancelled(3);
  return held.length < 5 ? more(5) : whole(5 + word(held, 3) * (mode >= 32 ? 3 : 1));
};

/** `ESC & y c1 c2 [x d1…d(y·x)]…`: the columns of each character from c1 to c2, with its width before them. */
export const userCharacters: CommandForm = (held) => {
  const [, , height = 0, first = 0, last = 0] = held;
  if (held.length < 5) return more(5);
  if (height < 1 || height > 3 || first < 0x20 || last > 0x7e || last < first) return cancelled(5);
  let at = 5;
  for (let code = first; code <= last; code += 1) {
    if (at >= held.length) return more(at + 1);
    at += 1 + height * (held[at] ?? 0);
  }
  return at > held.length ? more(at) : whole(at);
};

/** `FS q n [xL xH yL yH d…]…`: n pictures of x·8 by y·8 dots. */
export const storedPictures: CommandForm = (held) => {
  const count = held[2];
  if (count === undefined) return more(3);
  if (count === 0) return cancelled(3);
  let at = 3;
  for (let picture = 0; picture < count; picture += 1) {
    if (held.length < at + 4) return more(at + 4);
    const [columns, rows] = [word(held, at), word(held, at + 2)];
    if (columns < 1 || columns > 1_023 || rows < 1 || rows > 288) return cancelled(at + 4);
    at += 4 + columns * rows * 8;
  }
  return at > held.length ? more(at) : whole(at);
};

/** `GS k m …`: up to m = 6 a NUL ends the data, from 65 on n tells its length. Any other m: normal data follows. */
export const barcode: CommandForm = (held) => {
  const system = held[2];
  if (system === undefined) return more(3);
  if (system <= 6) {
    const end = held.length > 3 && held.at(-1) === 0 ? held.indexOf(0, 3) : -1;
    return end < 0 ? more(held.length + 1) : whole(end + 1);
  }
  if (system < 65 || system > 79) return cancelled(3);
  return held.length < 4 ? more(4) : whole(4 + (held[3] ?? 0));
};

/** `GS v 0 m xL xH yL yH d…`: x bytes in a row, y rows. */
export const rasterImage: CommandForm = (held) => {
  const [, , zero, mode] = held;
  if (zero !== undefined && zero !== 0x30) return cancelled(3);
  if (mode !== undefined && ![0, 1, 2, 3, 48, 49, 50, 51].includes(mode)) return cancelled(4);
  return held.length < 8 ? more(8) : whole(8 + word(held, 4) * word(held, 6));
};

/** `GS Q 0 m xL xH yL yH d…`: x columns of y bytes. */
export const columnImage: CommandForm = (held) => {
  if (held[2] !== undefined && held[2] !== 0x30) return cancelled(3);
  return held.length < 8 ? more(8) : whole(8 + word(held, 4) * word(held, 6));
};

/** `GS * x y d…`: x·8 columns of y bytes. */
export const downloadedImage: CommandForm = (held) =>
  held.length < 4 ? more(4) : whole(4 + (held[2] ?? 0) * (held[3] ?? 0) * 8);

/** `GS V m` and `GS V m n`. */
export const cut: CommandForm = (held) => {
  const mode = held[2];
  if (mode === undefined) return more(3);
  if ([0, 1, 48, 49].includes(mode)) return whole(3);
  return [65, 66, 97, 98, 103, 104].includes(mode) ? whole(4) : cancelled(3);
};

/** `GS 8 L p1 p2 p3 p4 …`: graphics, counted in 32 bits. */
export const longGraphics: CommandForm = (held) => {
  if (held[2] !== undefined && held[2] !== 0x4c) return cancelled(3);
  return held.length < 7 ? more(7) : whole(7 + longWord(held, 3));
};

/** `GS D m fn a kc1 kc2 b c d…`: a BMP file, which tells its own size in its third to sixth byte. */
export const bitmapFile: CommandForm = (held) => {
  if (held.length < 15) return more(15);
  if (held[9] !== 0x42 || held[10] !== 0x4d) return cancelled(9);
  return whole(9 + Math.max(6, longWord(held, 11)));
};

/** `FS g 1 m a1–a4 nL nH d…` and `FS g 2 m a1–a4 nL nH`: the user's memory. */
export const userMemory: CommandForm = (held) => {
  const which = held[2];
  if (which === undefined) return more(3);
  if (which !== 0x31 && which !== 0x32) return cancelled(3);
  if (held.length < 10) return more(10);
  return whole(which === 0x31 ? 10 + word(held, 8) : 10);
};

/** `GS C 0 n m`, `GS C 1 aL aH bL bH n r`, `GS C 2 nL nH`, `GS C ; … ; … ; … ; … ; … ;`: the serial counter. */
export const counter: CommandForm = (held) => {
  const which = held[2];
  if (which === undefined) return more(3);
  if (which === 0 || which === 0x30) return whole(5);
  if (which === 1 || which === 0x31) return whole(9);
  if (which === 2 || which === 0x32) return whole(5);
  return which === 0x3b ? afterSemicolons(held) : cancelled(3);
};

/** `DLE DC4 fn …`, by its function. */
export const realTimeAction: CommandForm = (held) => {
  const bytes = { 1: 5, 2: 5, 3: 8, 7: 4, 8: 10 }[held[2] ?? 0];
  if (held.length < 3) return more(3);
  return bytes === undefined ? cancelled(3) : whole(bytes);
};

/** `DLE EOT n`, with one more byte for ink, MICR and displays. */
export const realTimeStatus: CommandForm = (held) => {
  const which = held[2];
  if (which === undefined) return more(3);
  return whole([7, 8, 18].includes(which) ? 4 : 3);
};

const tabStopsMax = 32;

function afterSemicolons(held: Uint8Array): Extent {
  let seen = 0;
  for (let at = 2; at < held.length; at += 1) {
    const byte = held[at] ?? 0;
    if (byte === 0x3b) seen += 1;
    else if (byte < 0x30 || byte > 0x39) return cancelled(at);
    if (seen === 6) return whole(at + 1);
  }
  return held.length >= counterBytesMax ? cancelled(held.length) : more(held.length + 1);
}

/** Five numbers of five digits, and what is between them. */
const counterBytesMax = 3 + 6 * 6;
