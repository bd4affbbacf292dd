import { inflateSync } from 'node:zlib';

import type { GlyphPicture } from './glyph-file.ts';

type Point = { x: number; y: number };

/** Squares to the em. */
const squares = 16;

/**
 * A WOFF 1 file of TrueType outlines that lie on a grid of squares, as a font of pixels is published (OpenType: WOFF, cmap 12, loca,
 * glyf, hmtx). Throws on anything else: it is read when the glyph file is made, never on a till.
 */
export class GridFont {
  readonly #tables = new Map<string, DataView>();
  readonly #unit: number;
  readonly #ascent: number;

  constructor(woff: Uint8Array) {
    const view = new DataView(woff.buffer, woff.byteOffset, woff.byteLength);
    if (view.getUint32(0) !== 0x774f4646) throw new Error('no WOFF file');
    for (let entry = 0; entry < view.getUint16(12); entry += 1) {
      const at = 44 + 20 * entry;
      const [offset, packed, length] = [view.getUint32(at + 4), view.getUint32(at + 8), view.getUint32(at + 12)];
      const stored = woff.subarray(offset, offset + packed);
      const bytes = packed < length ? inflateSync(stored) : stored;
      const tag = String.fromCodePoint(...woff.subarray(at, at + 4));
      this.#tables.set(tag, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    }
    this.#unit = this.#table('head').getUint16(18) / squares;
    this.#ascent = this.#table('hhea').getInt16(4);
  }

  /** Null when the font has no such letter. */
  picture(code: number): GlyphPicture | null {
    const index = this.#indexOf(code);
    if (index === 0) return null;
    const edges = this.#contours(index).flatMap((points) =>
      points.map((from, at) => ({ from, to: points[(at + 1) % points.length] ?? from })),
    );
    const advance = Math.round(this.#advance(index) / this.#unit);
    const isMark = advance === 0;
    const width = advance > squares / 2 ? squares : squares / 2;
    const isBlack = (column: number, row: number): boolean => {
      const [x, y] = [(column + 0.5) * this.#unit, this.#ascent - (row + 0.5) * this.#unit];
      let winding = 0;
      for (const { from, to } of edges) if (from.y > y !== to.y > y && from.x > x) winding += to.y > from.y ? 1 : -1;
      return winding !== 0;
    };
    const rows = Array.from({ length: squares }, (_, row) => {
      let bits = 0;
      // A mark hangs over to the left, where the letter is that it belongs to.
      for (let column = 0; column < width; column += 1)
        bits = (bits << 1) | Number(isBlack(isMark ? column - width : column, row));
      return bits;
    });
    return { form: isMark ? 'mark' : width === squares ? 'wide' : 'narrow', rows };
  }

  #indexOf(code: number): number {
    const cmap = this.#table('cmap');
    for (let entry = 0; entry < cmap.getUint16(2); entry += 1) {
      const at = cmap.getUint32(4 + 8 * entry + 4);
      if (cmap.getUint16(at) !== 12) continue;
      for (let group = 0; group < cmap.getUint32(at + 12); group += 1) {
        const first = at + 16 + 12 * group;
        if (code >= cmap.getUint32(first) && code <= cmap.getUint32(first + 4))
          return cmap.getUint32(first + 8) + code - cmap.getUint32(first);
      }
    }
    return 0;
  }

  #advance(index: number): number {
    const last = this.#table('hhea').getUint16(34) - 1;
    return this.#table('hmtx').getUint16(4 * Math.min(index, last));
  }

  #contours(index: number): Point[][] {
    const [loca, glyf] = [this.#table('loca'), this.#table('glyf')];
    const isLong = this.#table('head').getInt16(50) === 1;
    const start = isLong ? loca.getUint32(4 * index) : 2 * loca.getUint16(2 * index);
    const end = isLong ? loca.getUint32(4 * index + 4) : 2 * loca.getUint16(2 * index + 2);
    if (start === end) return [];
    const count = glyf.getInt16(start);
    if (count < 0) throw new Error(`letter ${index} is put together of others: not read here`);
    return contoursOf(glyf, start + 10, count);
  }

  #table(tag: string): DataView {
    const table = this.#tables.get(tag);
    if (table === undefined) throw new Error(`no table ${tag}`);
    return table;
  }
}

/** A simple glyph: where its contours end, hints, a flag for each point, then the x and the y of all of them. */
function contoursOf(glyf: DataView, from: number, count: number): Point[][] {
  const ends = Array.from({ length: count }, (_, contour) => glyf.getUint16(from + 2 * contour));
  const points = (ends.at(-1) ?? -1) + 1;
  let at = from + 2 * count;
  at += 2 + glyf.getUint16(at);
  const flags: number[] = [];
  while (flags.length < points) {
    const flag = glyf.getUint8(at++);
    const times = 1 + (flag & 0x08 ? glyf.getUint8(at++) : 0);
    for (let time = 0; time < times; time += 1) flags.push(flag);
  }
  const read = (isShort: number, isSame: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & isShort) value += flag & isSame ? glyf.getUint8(at++) : -glyf.getUint8(at++);
      else if (!(flag & isSame)) {
        value += glyf.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = read(0x02, 0x10);
  const ys = read(0x04, 0x20);
  return ends.map((end, contour) => {
    const first = contour === 0 ? 0 : (ends[contour - 1] ?? -1) + 1;
    return xs.slice(first, end + 1).map((x, point) => ({ x, y: ys[first + point] ?? 0 }));
  });
}
