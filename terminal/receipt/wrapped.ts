import { clustersOf, columnsOf } from './text-width.ts';

/**
 * The lines that a plain text takes, none wider than `columns` (at least 4): broken between words, and within one only where it
 * is longer than a line. Nothing is lost but the blanks at the breaks; an empty text has no lines.
 */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  const end = (): void => {
    if (line.trim() !== '') lines.push(line.trim());
    line = '';
    width = 0;
  };
  const add = (part: string, partWidth: number): void => {
    if (width + partWidth > columns) end();
    if (line === '' && part.trim() === '') return;
    line += part;
    width += partWidth;
  };
  if (columnsOf(text) <= columns) add(text, 0);
  else
    for (const word of wordsOf(text)) {
      const wordWidth = columnsOf(word);
      if (wordWidth <= columns) add(word, wordWidth);
      else for (const cluster of clustersOf(word)) add(cluster.text, cluster.columns);
    }
  end();
  return lines;
}

/** Words, blanks, and signs with what they belong to. Thai, Chinese and Japanese have no blanks: their words are in ICU's lists. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const last = words.at(-1);
    if (last !== undefined && (closing.test(segment) || opening.test(last))) words[words.length - 1] = last + segment;
    else words.push(segment);
  }
  return words;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** No line begins with such a sign, and none ends with an opening one. */
const closing = /^[\p{Pe}\p{Pf}\p{Po}\p{Pd}\p{Mn}]/u;
const opening = /[\p{Ps}\p{Pi}]$/u;
