/** A letter with the marks that belong to it, and the columns of a printer's font that it takes. */
export type Cluster = { text: string; columns: number };

/**
 * In reading order; together they are the text. Documents are laid out by the host with the same measure, so that what is printed
 * has the width that was reckoned with.
 */
export function clustersOf(text: string): Cluster[] {
  if (text.length === 1 || aloneOnly.test(text)) return Array.from(text, lone);
  return Array.from(segmenter.segment(text), ({ segment }) => segment).flatMap((segment) => {
    const letters = lettersOf(segment);
    const columns = picture.test(segment) ? 2 : letters.reduce((sum, letter) => sum + letter.columns, 0);
    // What nobody writes, such as fifty vowels on one consonant, is no letter.
    return columns > clusterColumnsMax ? letters : [{ text: segment, columns }];
  });
}

/** A cluster's letters and marks; marks take no column. */
export function lettersOf(text: string): Cluster[] {
  return Array.from(text, lone);
}

export function columnsOf(text: string): number {
  if (narrowOnly.test(text)) return text.length;
  return clustersOf(text).reduce((sum, { columns }) => sum + columns, 0);
}

/** Unicode's grapheme clusters (UAX 29), which are the same in every language. */
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

const clusterColumnsMax = 3;

/** Latin letters, digits and signs: one column each. */
const narrowOnly = /^[\u0020-\u02ff]*$/;

/** These, signs of money and Chinese, Japanese and Korean: letters that never join, one UTF-16 unit each. */
const aloneOnly =
  /^[\u0020-\u02ff\u2010-\u2027\u20a0-\u20c0\u3000-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9d\uffe0-\uffe6]*$/;

/** Marks above and below, joiners, and the Hangul letters that go into the one before. */
const noColumn = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;

// Unicode's East_Asian_Width, W and F (EastAsianWidth.txt), as ranges; pictures are what JavaScript knows as such.
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;

/** A picture of several, and one that a selector makes a picture, is still as wide as one. */
const picture = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u;

function lone(letter: string): Cluster {
  return { text: letter, columns: letterColumns(letter) };
}

function letterColumns(letter: string): number {
  if (narrowOnly.test(letter)) return 1;
  if (noColumn.test(letter)) return 0;
  return wide.test(letter) ? 2 : 1;
}
