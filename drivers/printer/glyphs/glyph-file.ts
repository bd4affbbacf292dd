/** A letter as dots, 16 rows; the highest of 8 or 16 bits is on the left. */
export type GlyphPicture = {
  /** `mark`: 8 dots wide, and drawn onto the letter before it. */
  form: 'narrow' | 'wide' | 'mark';
  rows: readonly number[];
};

type Ranges = readonly (readonly [first: number, last: number])[];

const rowCount = 16;
const forms = ['narrow', 'wide', 'mark'] as const;
const noLetter = 3;
const headBytes = 4;
const rangeBytes = 4;

/** The ranges, one form for each of their code points, then the pictures of those that there are. */
export function glyphFileOf(ranges: Ranges, pictures: ReadonlyMap<number, GlyphPicture>): Uint8Array {
  const codes = ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
  const numbers = [ranges.length, ...ranges.flat()].flatMap((value) => [value & 0xff, value >> 8]);
  const pictured = codes.map((code) => pictures.get(code) ?? null);
  return Uint8Array.from([
    ...numbers.slice(0, 2),
    0,
    0,
    ...numbers.slice(2),
    ...pictured.map((picture) => (picture === null ? noLetter : forms.indexOf(picture.form))),
    ...pictured.flatMap((picture) =>
      picture === null ? [] : picture.rows.flatMap((row) => (picture.form === 'wide' ? [row >> 8, row & 0xff] : [row])),
    ),
  ]);
}

/** The letters of a glyph file. Throws when it is none: it comes with the program. */
export class GlyphFile {
  readonly #bytes: Uint8Array;
  readonly #places = new Map<number, number>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = view.getUint16(0, true);
    let formAt = headBytes + rangeBytes * count;
    const ranges = Array.from({ length: count }, (_, at): [number, number] => {
      const from = headBytes + rangeBytes * at;
      return [view.getUint16(from, true), view.getUint16(from + 2, true)];
    });
    let at = formAt + ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    for (const [first, last] of ranges)
      for (let code = first; code <= last; code += 1, formAt += 1) {
        const form = view.getUint8(formAt);
        if (form === noLetter) continue;
        // Its form is kept beside its place: 4 values, 2 bits.
        this.#places.set(code, at * 4 + form);
        at += forms[form] === 'wide' ? 2 * rowCount : rowCount;
      }
    if (at !== bytes.length) throw new Error('no glyph file');
  }

  /** Null when it has no such letter. */
  picture(code: number): GlyphPicture | null {
    const place = this.#places.get(code);
    if (place === undefined) return null;
    const form = forms[place & 3] ?? 'narrow';
    const at = place >> 2;
    const rows = Array.from({ length: rowCount }, (_, row) =>
      form === 'wide'
        ? ((this.#bytes[at + 2 * row] ?? 0) << 8) | (this.#bytes[at + 2 * row + 1] ?? 0)
        : (this.#bytes[at + row] ?? 0),
    );
    return { form, rows };
  }
}
