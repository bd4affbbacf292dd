import { codePage } from '../parse/index.ts';
import type { Bitmap } from './bitmap.ts';
import { plainStyle, type TypeStyle } from './type-style.ts';

/** Everything that commands set and `ESC @` sets back. Distances are in dots. */
export type Settings = {
  style: TypeStyle;
  /** Of characters with more than one byte; `font`, `bold`, `reverse` and `turned` are those of `style`. */
  wideStyle: Pick<TypeStyle, 'underline' | 'wide' | 'tall' | 'space'>;
  /** The characters from 80h on; null for a table that this printer cannot draw. */
  upperHalf: string | null;
  international: ReadonlyMap<number, string>;
  encoding: 'single-byte' | 'utf-8';
  /** `FS &`: characters of more than one byte are recognised. */
  multiByteOn: boolean;
  /** `FS C 1`. */
  shiftJis: boolean;
  ownCharacters: Map<number, Bitmap>;
  ownCharactersOn: boolean;
  align: 'left' | 'centre' | 'right';
  upsideDown: boolean;
  lineSpacing: number;
  tabStops: readonly number[];
  leftMargin: number;
  areaWidth: number;
  /** Dots to one motion unit. */
  unit: { x: number; y: number };
  barcode: { height: number; module: number; hri: 'none' | 'above' | 'below' | 'both'; hriFont: 'A' | 'B' };
  qr: { module: number; level: 'L' | 'M' | 'Q' | 'H'; micro: boolean; data: string };
  pdf417: { columns: number; rows: number; module: number; rowHeight: number; level: number; data: string };
  plainMatrix: { module: number; data: string };
};

/** As after switching on, on paper that takes `widthDots` across. */
export function freshSettings(widthDots: number, multiByteOn: boolean): Settings {
  return {
    style: plainStyle,
    wideStyle: { underline: 0, wide: 1, tall: 1, space: { left: 0, right: 0 } },
    upperHalf: codePage(0)?.upper ?? null,
    international: new Map(),
    encoding: 'single-byte',
    multiByteOn,
    shiftJis: false,
    ownCharacters: new Map(),
    ownCharactersOn: false,
    align: 'left',
    upsideDown: false,
    lineSpacing: defaultLineSpacing,
    tabStops: Array.from({ length: 32 }, (_, index) => 8 * 12 * (index + 1)),
    leftMargin: 0,
    areaWidth: widthDots,
    unit: { x: 1, y: 1 },
    barcode: { height: 162, module: 3, hri: 'none', hriFont: 'A' },
    qr: { module: 3, level: 'L', micro: false, data: '' },
    pdf417: { columns: 0, rows: 0, module: 3, rowHeight: 3, level: 1, data: '' },
    plainMatrix: { module: 3, data: '' },
  };
}

/** 3.75 mm (TM-T20). */
export const defaultLineSpacing = 30;

export const dotsPerInch = 203;
