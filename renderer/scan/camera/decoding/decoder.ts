import type { CodeProblem, PaymentCode } from '#payment';

/** A picture without its colours: one byte a pixel, 0 is black, row after row with nothing between the rows. */
export type Luma = { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number };

/** In pixels of the picture, from its upper left corner. */
export type Point = { readonly x: number; readonly y: number };

/** A part of a picture, in whole pixels. */
export type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** One code that was found. `text` may be anybody's secret: it stays in memory, and no log or message has it. */
export type Reading = {
  readonly text: string;
  readonly symbology: 'qr' | 'code128';
  /** Upper left, upper right, lower right, lower left as the code itself stands, however it is turned. */
  readonly corners?: readonly Point[];
};

/** Finds QR codes and Code 128 barcodes. */
export interface Decoder {
  readonly name: 'zxing-wasm' | 'zxing-js';
  /** Loads and compiles; again is nothing. Rejects with a reason that can be shown. */
  open(): Promise<void>;
  /** Every code in the picture, none when nothing is found. Throws only when it is not open, or for a broken picture. */
  read(luma: Luma): Reading[];
  /** Gives its memory back. It may be opened again. */
  close(): void;
}

/** A decoder that can also be asked about bars that another has found. */
export interface Witness extends Decoder {
  /** What the barcodes in this part of the picture say. */
  readBars(luma: Luma, area: Rect): Reading[];
}

/** A reading, and which decoder it comes from. */
export type Testimony = Reading & { readonly by: Decoder['name'] };

/** What follows from the frames so far; null: nothing yet. */
export type Verdict =
  /** May be charged. Given once, then nothing until the next `reset`. */
  | { readonly code: PaymentCode; readonly by: Evidence }
  /** Different payment codes at the same time: none of them may be charged. One phone at a time. */
  | { readonly conflict: readonly string[] }
  /** Something is read clearly, and is no payment code: why not. The text stays here, because it may be a card's number. */
  | { readonly foreign: CodeProblem }
  /** The code that the till shows for trying out a scanner. */
  | { readonly test: true }
  | null;

export type Evidence = 'qr' | 'qr+code128' | 'code128-two-decoders' | 'code128-three-frames';

/** Decides when a code is read well enough to be charged. Pure: no clock of its own. */
export interface Agreement {
  /** All that was read in one frame; also when that is nothing. `at`: when the frame was taken, in ms of any steady clock. */
  offer(readings: readonly Testimony[], at: number): Verdict;
  /** Forgets everything: the next sale. */
  reset(): void;
}
