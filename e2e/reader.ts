import type { Locator, Page } from '@playwright/test';
import * as zxing from '@zxing/library';

/**
 * Reads the bars or the square that a page shows, by a reader that had no part in drawing them; null when it sees none.
 * It is given the picture with its quiet zone only: this reader loses bars that have something dark on their left.
 */
export async function readFromScreen(shown: Locator, kind: 'code-128' | 'qr'): Promise<string | null> {
  const png = await shown.screenshot();
  const { luminance, width, height } = await pixels(shown.page(), png.toString('base64'));
  const source = new zxing.RGBLuminanceSource(Uint8ClampedArray.from(luminance), width, height);
  const bitmap = new zxing.BinaryBitmap(new zxing.HybridBinarizer(source));
  const hints = new Map<zxing.DecodeHintType, unknown>([[zxing.DecodeHintType.TRY_HARDER, true]]);
  const reader = kind === 'qr' ? new zxing.QRCodeReader() : new zxing.Code128Reader();
  return orNull(() => reader.decode(bitmap, hints));
}

function orNull(read: () => zxing.Result): string | null {
  try {
    return read().getText();
  } catch (error) {
    if (error instanceof zxing.NotFoundException) return null;
    throw error;
  }
}

type Picture = { luminance: number[]; width: number; height: number };

// The browser unpacks its own screenshot: no PNG decoder is needed beside it. A page of its own, so that no CSP is in the way.
async function pixels(page: Page, base64: string): Promise<Picture> {
  const blank = await page.context().newPage();
  try {
    return await blank.evaluate(async (data: string): Promise<Picture> => {
      const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.drawImage(bitmap, 0, 0);
      const rgba = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
      const luminance = Array.from({ length: bitmap.width * bitmap.height }, (_, i) => {
        const [red = 0, green = 0, blue = 0] = rgba.subarray(i * 4, i * 4 + 3);
        return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
      });
      return { luminance, width: bitmap.width, height: bitmap.height };
    }, base64);
  } finally {
    await blank.close();
  }
}
