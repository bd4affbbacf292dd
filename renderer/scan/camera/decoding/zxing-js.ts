import BinaryBitmap from '@zxing/library/esm/core/BinaryBitmap';
import GlobalHistogramBinarizer from '@zxing/library/esm/core/common/GlobalHistogramBinarizer';
import HybridBinarizer from '@zxing/library/esm/core/common/HybridBinarizer';
import DecodeHintType from '@zxing/library/esm/core/DecodeHintType';
import Code128Reader from '@zxing/library/esm/core/oned/Code128Reader';
import QRCodeReader from '@zxing/library/esm/core/qrcode/QRCodeReader';
import type Result from '@zxing/library/esm/core/Result';
import RGBLuminanceSource from '@zxing/library/esm/core/RGBLuminanceSource';

import { mendCode128Reader } from './code128-start.ts';
import type { Luma, Reading, Witness } from './decoder.ts';
import { ofGs1 } from './gs1.ts';
import { cut } from './region.ts';
import { halved, inverted, turned } from './shades.ts';

// Each by its own path: from its root the library comes whole, four times as large.

/** `@zxing/library`, mended: it needs no WebAssembly. It finds one code of a kind, and one more on each side of it. */
export function zxingJs(): Witness {
  let isOpen = false;
  const mustBeRead = ({ data, width, height }: Luma): void => {
    if (!isOpen) throw new Error('zxing-js is not open');
    if (data.length !== width * height) throw new Error('a picture with too few or too many pixels');
  };
  return {
    name: 'zxing-js',
    open() {
      mendCode128Reader();
      isOpen = true;
      return Promise.resolve();
    },
    read(luma) {
      mustBeRead(luma);
      const qr = readQr(luma);
      const bars = beside(luma, findBars);
      const found = qr.length + bars.length === 0 ? beside(turned(luma), findBars) : [...qr, ...bars];
      return found.map(({ text, symbology }) => ({ text, symbology }));
    },
    readBars(luma, area) {
      mustBeRead(luma);
      const part = cut(luma, area);
      // Bars that lie across are read along their length.
      const found = findBars(part.height > part.width ? turned(part) : part);
      return found === null ? [] : [{ text: found.text, symbology: 'code128' }];
    },
    close() {
      isOpen = false;
    },
  };
}

/** From which column to which; inside of the code, because it is known by its corners' marks. */
type Found = Reading & { from: number; to: number };

/** Narrower than the library's blocks there is nothing to find. */
const partMinPx = 40;

/** One code is all that the library gives. What stands left and right of it may be another phone. */
function beside(luma: Luma, find: (luma: Luma) => Found | null): Found[] {
  const found = find(luma);
  if (found === null) return [];
  const { width, height } = luma;
  const left = cut(luma, { x: 0, y: 0, width: Math.floor(found.from), height });
  const right = cut(luma, { x: Math.ceil(found.to), y: 0, width, height });
  const others = [left, right].map((part) => (part.width < partMinPx ? null : find(part)));
  return [found, ...others.filter((other) => other !== null)];
}

const qrReader = new QRCodeReader();
const barReader = new Code128Reader();
/** Every row, not every 32nd only. */
const everyRow = new Map([[DecodeHintType.TRY_HARDER, true]]);

/** Measured: the half size reads grainy pictures, the full size small codes, and the half size inverted dark pages. */
function readQr(luma: Luma): Found[] {
  const half = halved(luma);
  for (const picture of [() => half, () => luma, () => inverted(half)]) {
    const found = beside(picture(), findQr);
    if (found.length > 0) return found;
  }
  return [];
}

function findQr(luma: Luma): Found | null {
  const bitmap = new BinaryBitmap(new HybridBinarizer(sourceOf(luma)));
  return foundBy(() => qrReader.decode(bitmap), 'qr');
}

function findBars(luma: Luma): Found | null {
  const bitmap = new BinaryBitmap(new GlobalHistogramBinarizer(sourceOf(luma)));
  return foundBy(() => barReader.decode(bitmap, everyRow), 'code128');
}

function sourceOf({ data, width, height }: Luma): RGBLuminanceSource {
  return new RGBLuminanceSource(data, width, height);
}

const fnc1 = 102; // ISO/IEC 15417, table 1

function foundBy(read: () => Result, symbology: Reading['symbology']): Found | null {
  try {
    const result = read();
    const columns = result.getResultPoints().map((point) => point.getX());
    const isGs1 = symbology === 'code128' && result.getRawBytes()[1] === fnc1;
    const text = isGs1 ? ofGs1(result.getText()) : result.getText();
    return { text, symbology, from: Math.min(...columns), to: Math.max(...columns) };
  } catch {
    // The library throws for nothing found, for a damaged code, and where a picture is too small for its blocks.
    return null;
  }
}
