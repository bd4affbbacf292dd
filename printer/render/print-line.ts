import { blacken, emptyBitmap, turn, type Bitmap } from './bitmap.ts';
import type { SlipEntry, TextRun } from './paper.ts';
import type { TypeStyle } from './type-style.ts';

/** What stands in the print buffer: one line, until something prints it. */
export class PrintLine {
  readonly #parts: Part[] = [];
  #pen = 0;

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  get pen(): number {
    return this.#pen;
  }

  moveTo(x: number): void {
    this.#pen = Math.max(0, x);
  }

  addCharacter(bitmap: Bitmap, text: string, style: TypeStyle): void {
    this.#parts.push({ bitmap, x: this.#pen, text, style });
    this.#pen += bitmap.width;
  }

  addMark(bitmap: Bitmap, text: string, style: TypeStyle): void {
    this.#parts.push({ bitmap, x: Math.max(0, this.#pen - bitmap.width), text, style });
  }

  addImage(bitmap: Bitmap): void {
    this.#parts.push({ bitmap, x: this.#pen, text: '', style: null });
    this.#pen += bitmap.width;
  }

  /** The line as it is printed on `width` dots; null when nothing is in it. */
  drawn(width: number, align: 'left' | 'centre' | 'right', upsideDown: boolean): Bitmap | null {
    if (this.isEmpty) return null;
    const height = Math.max(...this.#parts.map((part) => part.bitmap.height));
    const shift = this.#shift(width, align);
    const line = emptyBitmap(width, height);
    // Characters of different heights stand on one line at the bottom.
    for (const { bitmap, x } of this.#parts) blacken(line, bitmap, x + shift, height - bitmap.height);
    return upsideDown ? turn(line, 2) : line;
  }

  /** The same in words. */
  entry(y: number, width: number, align: 'left' | 'centre' | 'right', columnWidth: number): SlipEntry | null {
    const shift = this.#shift(width, align);
    const runs: TextRun[] = [];
    let text = '';
    let reached = 0;
    for (const part of this.#parts) {
      if (part.style === null) continue;
      const gap = Math.round((part.x - reached) / columnWidth);
      if (gap > 0) text += ' '.repeat(gap);
      text += part.text;
      reached = Math.max(reached, part.x + part.bitmap.width);
      const last = runs.at(-1);
      if (last !== undefined && gap <= 0 && looksLike(last, part.style)) last.text += part.text;
      else runs.push({ text: part.text, x: part.x + shift, ...lookOf(part.style) });
    }
    return runs.length === 0 ? null : { kind: 'line', y, text, runs };
  }

  #shift(width: number, align: 'left' | 'centre' | 'right'): number {
    const right = Math.max(0, ...this.#parts.map((part) => part.x + part.bitmap.width));
    const room = Math.max(0, width - right);
    return align === 'left' ? 0 : align === 'right' ? room : Math.floor(room / 2);
  }
}

type Part = { bitmap: Bitmap; x: number; text: string; style: TypeStyle | null };

function lookOf({ font, bold, underline, wide, tall, reverse, turned }: TypeStyle): Omit<TextRun, 'text' | 'x'> {
  return { font, bold, underline, wide, tall, reverse, turned };
}

function looksLike(run: TextRun, style: TypeStyle): boolean {
  return Object.entries(lookOf(style)).every(([name, value]) => run[name as keyof TextRun] === value);
}
