import { inflateSync } from 'node:zlib';

/** One glyph of a font that is drawn on a grid of squares. */
export type PixelGlyph = {
  /** In squares; 0 for a mark that goes onto the character before it. */
  advance: number;
  /** Is this square black? `row` counts down from the ascender, `column` from the left, below 0 for what hangs over. */
  isBlack(column: number, row: number): boolean;
};

type Point = { x: number; y: number };
type Tables = ReadonlyMap<string, DataView>;

/**
 * Reads a WOFF 1 file of TrueType outlines whose points all lie on a grid of `squares` to the em, which is how pixel fonts
 * are published. Source: the OpenType specification (WOFF, cmap 12, loca, glyf, hmtx). Throws on a file that is not one.
 */
export class OutlineFont {
  readonly #tables: Tables;
  readonly #squareUnits: number;
  readonly #ascent: number;

  constructor(woff: Uint8Array, squares: number) {
    this.#tables = tablesOf(woff);
    this.#squareUnits = this.#table('head').getUint16(18) / squares;
    this.#ascent = this.#table('hhea').getInt16(4);
  }

  /** Undefined when the font has no such character. */
  glyph(codePoint: number): PixelGlyph | undefined {
    const index = this.#glyphIndex(codePoint);
    if (index === 0) return undefined;
    const edges = edgesOf(this.#contours(index, 0));
    const unit = this.#squareUnits;
    return {
      advance: Math.round(this.#advance(index) / unit),
      isBlack: (column, row) => isInside(edges, (column + 0.5) * unit, this.#ascent - (row + 0.5) * unit),
    };
  }

  #glyphIndex(codePoint: number): number {
    const cmap = this.#table('cmap');
    for (let entry = 0; entry < cmap.getUint16(2); entry += 1) {
      const at = cmap.getUint32(4 + 8 * entry + 4);
      if (cmap.getUint16(at) === 12) return indexInGroups(cmap, at, codePoint);
    }
    return 0;
  }

  #advance(index: number): number {
    const last = this.#table('hhea').getUint16(34) - 1;
    return this.#table('hmtx').getUint16(4 * Math.min(index, last));
  }

  #contours(index: number, depth: number): Point[][] {
    const loca = this.#table('loca');
    const long = this.#table('head').getInt16(50) === 1;
    const start = long ? loca.getUint32(4 * index) : 2 * loca.getUint16(2 * index);
    const end = long ? loca.getUint32(4 * index + 4) : 2 * loca.getUint16(2 * index + 2);
    if (start === end) return [];
    const glyf = this.#table('glyf');
    const count = glyf.getInt16(start);
    if (count >= 0) return simpleContours(glyf, start, count);
    return depth >= compositeDepthMax ? [] : this.#composite(glyf, start + 10, depth);
  }

  /** Parts that are only moved; fonts on a grid scale and turn none. */
  #composite(glyf: DataView, from: number, depth: number): Point[][] {
    const contours: Point[][] = [];
    for (let at = from, flags = 0x20; (flags & 0x20) !== 0;) {
      flags = glyf.getUint16(at);
      const words = (flags & 0x01) !== 0;
      const dx = words ? glyf.getInt16(at + 4) : glyf.getInt8(at + 4);
      const dy = words ? glyf.getInt16(at + 6) : glyf.getInt8(at + 5);
      const part = this.#contours(glyf.getUint16(at + 2), depth + 1);
      for (const contour of part) contours.push(contour.map(({ x, y }) => ({ x: x + dx, y: y + dy })));
      at += words ? 8 : 6;
      if ((flags & 0x08) !== 0) at += 2;
      else if ((flags & 0x40) !== 0) at += 4;
      else if ((flags & 0x80) !== 0) at += 8;
    }
    return contours;
  }

  #table(tag: string): DataView {
    const table = this.#tables.get(tag);
    if (table === undefined) throw new Error(`The font has no table ${tag}.`);
    return table;
  }
}

const compositeDepthMax = 4;

function tablesOf(woff: Uint8Array): Tables {
  const view = new DataView(woff.buffer, woff.byteOffset, woff.byteLength);
  if (view.getUint32(0) !== 0x774f4646) throw new Error('This is no WOFF file.');
  const tables = new Map<string, DataView>();
  for (let entry = 0; entry < view.getUint16(12); entry += 1) {
    const at = 44 + 20 * entry;
    const tag = String.fromCodePoint(...woff.subarray(at, at + 4));
    const [offset, packed, bytes] = [view.getUint32(at + 4), view.getUint32(at + 8), view.getUint32(at + 12)];
    if (!wantedTables.has(tag)) continue;
    const stored = woff.subarray(offset, offset + packed);
    const table = packed < bytes ? inflateSync(stored) : stored;
    tables.set(tag, new DataView(table.buffer, table.byteOffset, table.byteLength));
  }
  return tables;
}

const wantedTables: ReadonlySet<string> = new Set(['cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca']);

function indexInGroups(cmap: DataView, at: number, codePoint: number): number {
  let low = 0;
  let high = cmap.getUint32(at + 12) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const group = at + 16 + 12 * middle;
    if (codePoint < cmap.getUint32(group)) high = middle - 1;
    else if (codePoint > cmap.getUint32(group + 4)) low = middle + 1;
    else return cmap.getUint32(group + 8) + codePoint - cmap.getUint32(group);
  }
  return 0;
}

function simpleContours(glyf: DataView, start: number, count: number): Point[][] {
  const ends = Array.from({ length: count }, (_, contour) => glyf.getUint16(start + 10 + 2 * contour));
  const points = (ends.at(-1) ?? -1) + 1;
  let at = start + 10 + 2 * count;
  at += 2 + glyf.getUint16(at); // the hints
  const flags: number[] = [];
  while (flags.length < points) {
    const flag = glyf.getUint8(at++);
    const repeats = (flag & 0x08) === 0 ? 0 : glyf.getUint8(at++);
    for (let again = 0; again <= repeats; again += 1) flags.push(flag);
  }
  const read = (short: number, same: number): number[] => {
    let position = 0;
    return flags.map((flag) => {
      if ((flag & short) !== 0) position += (flag & same) === 0 ? -glyf.getUint8(at++) : glyf.getUint8(at++);
      else if ((flag & same) === 0) {
        position += glyf.getInt16(at);
        at += 2;
      }
      return position;
    });
  };
  const xs = read(0x02, 0x10);
  const ys = read(0x04, 0x20);
  return ends.map((end, contour) => {
    const first = contour === 0 ? 0 : (ends[contour - 1] ?? -1) + 1;
    return xs.slice(first, end + 1).map((x, index) => ({ x, y: ys[first + index] ?? 0 }));
  });
}

type Edge = { from: Point; to: Point };

function edgesOf(contours: readonly Point[][]): Edge[] {
  return contours.flatMap((points) =>
    points.flatMap((from, index) => {
      const to = points[(index + 1) % points.length] ?? from;
      return from.y === to.y ? [] : [{ from, to }];
    }),
  );
}

/** By the winding number: TrueType fills what an outline goes round at all. */
function isInside(edges: readonly Edge[], x: number, y: number): boolean {
  let winding = 0;
  for (const { from, to } of edges) {
    if (from.y > y === to.y > y) continue;
    const crossing = from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x);
    if (crossing > x) winding += to.y > from.y ? 1 : -1;
  }
  return winding !== 0;
}
