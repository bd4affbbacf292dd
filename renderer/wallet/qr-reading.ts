import BinaryBitmap from '@zxing/library/esm/core/BinaryBitmap';
import HybridBinarizer from '@zxing/library/esm/core/common/HybridBinarizer';
import DecodeHintType from '@zxing/library/esm/core/DecodeHintType';
import QRCodeReader from '@zxing/library/esm/core/qrcode/QRCodeReader';
import RGBLuminanceSource from '@zxing/library/esm/core/RGBLuminanceSource';

// Each by its own path: together with all that the library has besides they would be five times as large.

/** A picture without its colours: one byte a pixel, row by row, 0 is black. */
export type Greys = { luminance: Uint8ClampedArray; width: number; height: number };

/** What the picture's QR code says; null where there is none that can be read. */
export function readQr({ luminance, width, height }: Greys): string | null {
  const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(luminance, width, height)));
  try {
    return new QRCodeReader().decode(bitmap, new Map([[DecodeHintType.TRY_HARDER, true]])).getText();
  } catch {
    // The library throws for nothing found, for a damaged code, and where a picture is too small for its blocks.
    return null;
  }
}

/** How bright each pixel is, as the eye takes it (ITU-R BT.601); `rgba` has four bytes for each. */
export function luminanceOf(rgba: Uint8ClampedArray): Uint8ClampedArray {
  const luminance = new Uint8ClampedArray(rgba.length / 4);
  for (let pixel = 0; pixel < luminance.length; pixel += 1) {
    const [red = 0, green = 0, blue = 0] = [rgba[4 * pixel], rgba[4 * pixel + 1], rgba[4 * pixel + 2]];
    luminance[pixel] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return luminance;
}
