import { emptyBitmap, type Bitmap } from './bitmap.ts';
import type { TypeStyle } from './type-style.ts';

/** A stretch of characters that look alike. `x` is in dots from the left of the printable area. */
export type TextRun = { text: string; x: number } & Omit<TypeStyle, 'space'>;

/** What a slip shows, in words; `y` in dots from its top. */
export type SlipEntry =
  /** `text` has spaces where the line has gaps, by the width of font A. */
  | { kind: 'line'; y: number; text: string; runs: readonly TextRun[] }
  /** `data` has one character for each byte. */
  | { kind: 'code'; y: number; symbology: string; data: string; x: number; width: number; height: number }
  | { kind: 'image'; y: number; x: number; width: number; height: number }
  /** `leaves`: dots of print that were not past the knife yet, and come out with the next slip on a real printer. */
  | { kind: 'cut'; y: number; how: 'full' | 'partial'; leaves: number }
  /** A command that a printer would not carry out, with the reason. */
  | { kind: 'refused'; y: number; command: string; why: string };

/** A piece of paper, up to where it was cut or torn. */
export type Slip = {
  /** Counts from 1. */
  number: number;
  /** Printable dots across. */
  width: number;
  /** Dots of paper that were fed. */
  height: number;
  entries: readonly SlipEntry[];
  isCut: boolean;
  bitmap(): Bitmap;
};

/** The roll that is printed on: the slips that came off it, and the one that still hangs on it. */
export class Paper {
  readonly width: number;
  /** Dots that the paper has moved since the printer was made. */
  movedDots = 0;
  #slips: OpenSlip[] = [];
  #open: OpenSlip;
  #made = 0;

  constructor(width: number) {
    this.width = width;
    this.#open = this.#next();
  }

  /** From the oldest that is kept; the last one is still on the roll, and only there when something was done to it. */
  slips(): Slip[] {
    return this.#open.isTouched ? [...this.#slips, this.#open] : [...this.#slips];
  }

  get y(): number {
    return this.#open.height;
  }

  feed(dots: number): void {
    this.movedDots += dots;
    this.#open.height += dots;
    this.#open.isTouched ||= dots > 0;
    // Somebody tears it off before it reaches the floor.
    if (this.#open.height > slipDotsMax) this.#takeOff();
  }

  /** Prints a picture whose top is where the paper stands now; the paper moves by its height. */
  print(bitmap: Bitmap, x: number): void {
    this.#open.blacken(bitmap, x);
    this.feed(bitmap.height);
  }

  note(entry: SlipEntry): void {
    this.#open.isTouched = true;
    if (this.#open.entries.length < entriesMax) this.#open.entries.push(entry);
  }

  /** `knifeDots`: how far above the print head the knife is. */
  cut(how: 'full' | 'partial', knifeDots: number): void {
    if (!this.#open.isTouched) return;
    const leaves = Math.max(0, this.#open.printedDots - (this.y - knifeDots));
    this.note({ kind: 'cut', y: this.y, how, leaves });
    this.#open.isCut = true;
    this.#takeOff();
  }

  #takeOff(): void {
    this.#slips = [...this.#slips, this.#open].slice(-slipsKept);
    this.#open = this.#next();
  }

  #next(): OpenSlip {
    this.#made += 1;
    return new OpenSlip(this.#made, this.width);
  }
}

/** 2.5 m at 8 dots to the millimetre. */
const slipDotsMax = 20_000;
const slipsKept = 20;
const entriesMax = 5_000;

class OpenSlip implements Slip {
  readonly number: number;
  readonly width: number;
  height = 0;
  readonly entries: SlipEntry[] = [];
  isCut = false;
  isTouched = false;
  /** From the top to the last dot that was printed. */
  printedDots = 0;
  /** Only rows with something on them: feeding costs nothing. */
  readonly #rows = new Map<number, Uint8Array>();

  constructor(number: number, width: number) {
    this.number = number;
    this.width = width;
  }

  blacken({ width, height, dots }: Bitmap, x: number): void {
    const end = Math.min(width, this.width - x);
    for (let y = 0; y < height; y += 1) {
      const from = y * width;
      let row: Uint8Array | null = null;
      for (let column = Math.max(0, -x); column < end; column += 1) {
        if (dots[from + column] !== 1) continue;
        row ??= this.#row(this.height + y);
        row[x + column] = 1;
      }
    }
  }

  bitmap(): Bitmap {
    const bitmap = emptyBitmap(this.width, Math.max(1, this.height));
    for (const [y, row] of this.#rows) if (y < this.height) bitmap.dots.set(row, y * this.width);
    return bitmap;
  }

  #row(y: number): Uint8Array {
    const row = this.#rows.get(y) ?? new Uint8Array(this.width);
    this.#rows.set(y, row);
    this.printedDots = Math.max(this.printedDots, y + 1);
    return row;
  }
}
