import { blacken, emptyBitmap, turn, type Bitmap } from './bitmap.ts';
import type { SlipEntry } from './paper.ts';

/** In dots, from the upper left corner of the page. */
export type PageArea = { x: number; y: number; width: number; height: number };

/** Page mode (`ESC L`): everything is laid on a page first, in one of four directions, and printed at once. */
export class Page {
  readonly #bitmap: Bitmap;
  #entries: SlipEntry[] = [];
  #area: PageArea;
  /** Right angles clockwise that the text is turned by. */
  #turns = 0;
  #layer: Bitmap;
  #isLayerBlank = true;
  y = 0;

  constructor(widthDots: number) {
    this.#bitmap = emptyBitmap(widthDots, pageHeightDots);
    this.#area = { x: 0, y: 0, width: widthDots, height: pageHeightDots };
    this.#layer = this.#freshLayer();
  }

  /** How far a line may run in the direction of the text. */
  get width(): number {
    return this.#layer.width;
  }

  setArea(area: PageArea): void {
    this.#merge();
    const x = Math.min(area.x, this.#bitmap.width - 1);
    const y = Math.min(area.y, this.#bitmap.height - 1);
    const width = Math.max(1, Math.min(area.width, this.#bitmap.width - x));
    const height = Math.max(1, Math.min(area.height, this.#bitmap.height - y));
    this.#area = { x, y, width, height };
    this.#layer = this.#freshLayer();
  }

  /** `ESC T n`: 0 from the upper left corner to the right, 1 upwards from the lower left, 2 upside down, 3 downwards. */
  setDirection(direction: number): void {
    this.#merge();
    this.#turns = [0, 3, 2, 1][direction] ?? 0;
    this.#layer = this.#freshLayer();
  }

  print(bitmap: Bitmap, x: number): void {
    this.#isLayerBlank = false;
    blacken(this.#layer, bitmap, x, this.y);
    this.feed(bitmap.height);
  }

  feed(dots: number): void {
    this.y = Math.min(this.y + dots, this.#layer.height);
  }

  moveTo(y: number): void {
    this.y = Math.max(0, Math.min(y, this.#layer.height));
  }

  note(entry: SlipEntry): void {
    if (this.#entries.length < pageEntriesMax) this.#entries.push(entry);
  }

  /** What is printed: the page down to the end of its area, and what is on it in words. */
  finished(): { bitmap: Bitmap; entries: readonly SlipEntry[] } {
    this.#merge();
    const height = this.#area.y + this.#area.height;
    const dots = this.#bitmap.dots.slice(0, height * this.#bitmap.width);
    return { bitmap: { width: this.#bitmap.width, height, dots }, entries: this.#entries };
  }

  /** `CAN`: the area is empty again. */
  clear(): void {
    this.#layer = this.#freshLayer();
    const { x, y, width, height } = this.#area;
    for (let row = y; row < y + height; row += 1) {
      const from = row * this.#bitmap.width + x;
      this.#bitmap.dots.fill(0, from, from + width);
    }
    this.#entries = [];
  }

  #merge(): void {
    if (!this.#isLayerBlank) blacken(this.#bitmap, turn(this.#layer, this.#turns), this.#area.x, this.#area.y);
  }

  #freshLayer(): Bitmap {
    this.y = 0;
    this.#isLayerBlank = true;
    const { width, height } = this.#area;
    return this.#turns % 2 === 0 ? emptyBitmap(width, height) : emptyBitmap(height, width);
  }
}

/** What one page holds (TM-T88: 1662). */
const pageHeightDots = 1_662;
const pageEntriesMax = 1_000;
