import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

import { GlyphFile, type GlyphPicture } from './glyph-file.ts';

/** Letters as pictures, for scripts that a printer's own font lacks. */
export interface Glyphs {
  picture(code: number): GlyphPicture | null;
}

/** From out/drivers/main.cjs, in a checkout as in the package; and from here. */
const places = ['../../assets/fonts/receipt-glyphs.br', '../../../assets/fonts/receipt-glyphs.br'];

/** Read when the first letter is wanted. Without the file no letter has a picture: a box is printed for it. */
export function lazyGlyphs(log: (words: string) => void): Glyphs {
  let file: Glyphs | null = null;
  const known = new Map<number, GlyphPicture | null>();
  return {
    picture(code) {
      const before = known.get(code);
      if (before !== undefined) return before;
      file ??= load(log);
      const picture = file.picture(code);
      if (known.size >= knownMax) known.clear();
      known.set(code, picture);
      return picture;
    },
  };
}

function load(log: (words: string) => void): Glyphs {
  for (const place of places) {
    try {
      const packed = readFileSync(fileURLToPath(new URL(place, import.meta.url)));
      return new GlyphFile(brotliDecompressSync(packed, { maxOutputLength: glyphFileBytesMax }));
    } catch {
      // The next place.
    }
  }
  log('the letters for pictures are missing: other scripts than the printer’s own are printed as boxes');
  return { picture: () => null };
}

/** More letters than the receipts of a shop have. */
const knownMax = 2_000;

const glyphFileBytesMax = 4 * 1024 * 1024;
