import type { MultiByte } from '../parse/index.ts';
import { Page } from './page.ts';
import { Paper, type SlipEntry } from './paper.ts';
import { PrintLine } from './print-line.ts';
import { freshSettings, type Settings } from './settings.ts';
import type { Bitmap } from './bitmap.ts';
import { StoredGraphics } from './stored-graphics.ts';
import { cells } from './type-style.ts';

export type PressModel = {
  /** Printable dots across: 576 on 80 mm paper, 384 on 58 mm. */
  widthDots: number;
  multiByte: MultiByte;
};

/** The mechanism that puts things on paper: its settings, the line in its buffer, and the paper. */
export class Press {
  readonly model: PressModel;
  readonly paper: Paper;
  settings: Settings;
  graphics = new StoredGraphics();
  line = new PrintLine();
  page: Page | null = null;
  /** Lead bytes of a character whose end has not come. */
  heldBytes: number[] = [];

  constructor(model: PressModel) {
    this.model = model;
    this.paper = new Paper(model.widthDots);
    this.settings = this.#fresh();
  }

  /** Where lines may go: in page mode the area, else between the margins. */
  get areaWidth(): number {
    if (this.page !== null) return this.page.width;
    return Math.max(1, Math.min(this.settings.areaWidth, this.model.widthDots - this.settings.leftMargin));
  }

  /** Is a command allowed that a printer takes only at the beginning of a line? */
  get isAtLineStart(): boolean {
    return this.line.isEmpty;
  }

  /** Prints the line and moves on by `feedDots`, or by the line's height when that is more. */
  printLine(feedDots: number): void {
    const { align, upsideDown, style } = this.settings;
    const place = this.page === null ? align : 'left';
    const surface = this.page ?? this.paper;
    const bitmap = this.line.drawn(this.areaWidth, place, this.page === null && upsideDown);
    const entry = this.line.entry(surface.y, this.areaWidth, place, cells[style.font].width);
    this.line = new PrintLine();
    if (entry !== null) this.note(entry);
    if (bitmap !== null) surface.print(bitmap, this.page === null ? this.settings.leftMargin : 0);
    surface.feed(Math.max(0, feedDots - (bitmap?.height ?? 0)));
  }

  /** Prints a picture that is a line of its own. Gives where it stands. */
  printBlock(bitmap: Bitmap): { x: number; y: number } {
    const room = Math.max(0, this.areaWidth - bitmap.width);
    const { align, leftMargin } = this.settings;
    const shift = this.page !== null || align === 'left' ? 0 : align === 'right' ? room : Math.floor(room / 2);
    const surface = this.page ?? this.paper;
    const at = { x: shift + (this.page === null ? leftMargin : 0), y: surface.y };
    surface.print(clipped(bitmap, this.areaWidth), at.x);
    return at;
  }

  note(entry: SlipEntry): void {
    (this.page ?? this.paper).note(entry);
  }

  refuse(command: string, why: string): void {
    this.note({ kind: 'refused', y: (this.page ?? this.paper).y, command, why });
  }

  openPage(): void {
    if (this.page !== null) return;
    this.page = new Page(this.model.widthDots);
    this.line = new PrintLine();
  }

  /** `FF` and `ESC FF`: the page goes onto the paper. */
  printPage(): void {
    if (this.page === null) return;
    this.printLine(0);
    const { bitmap, entries } = this.page.finished();
    for (const entry of entries) this.paper.note({ ...entry, y: entry.y + this.paper.y });
    this.paper.print(bitmap, 0);
  }

  closePage(): void {
    this.page = null;
    this.line = new PrintLine();
  }

  /** `ESC @`: the buffer is emptied and every setting is as after switching on; what is stored stays. */
  reset(): void {
    this.closePage();
    this.heldBytes = [];
    this.settings = this.#fresh();
  }

  /** Without power everything is gone that is not on paper or in the lasting memory. */
  loseMemory(): void {
    this.reset();
    this.graphics.loseMemory();
  }

  #fresh(): Settings {
    // Chinese and Korean printers start in their multi-byte mode, Japanese ones wait for FS & (ESC/POS reference, FS &).
    const { widthDots, multiByte } = this.model;
    return freshSettings(widthDots, multiByte !== 'none' && multiByte !== 'shift-jis');
  }
}

function clipped(bitmap: Bitmap, width: number): Bitmap {
  if (bitmap.width <= width) return bitmap;
  const dots = new Uint8Array(width * bitmap.height);
  for (let y = 0; y < bitmap.height; y += 1) {
    dots.set(bitmap.dots.subarray(y * bitmap.width, y * bitmap.width + width), y * width);
  }
  return { width, height: bitmap.height, dots };
}
