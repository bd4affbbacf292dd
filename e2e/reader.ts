import type { Locator, Page } from '@playwright/test';
import * as zxing from '@zxing/library';

/**
 * Reads the bars or the square that a page shows, by a reader that had no part in drawing them; null when it sees none.
 * It is given the picture with its quiet zone only: this reader loses bars that have something dark on their left.
 */
export async function readFromScreen(shown: Locator, kind: 'code-128' | 'qr'): Promise<string | null> {
  const png = await shown.screenshot();
  // The reader takes some of a clean code's own modules for its corners, and finds it at another size.
  for (const size of kind === 'qr' ? [1, 2 / 3, 1 / 2, 1 / 3] : [1]) {
    const text = readPicture(await pixels(shown.page(), png.toString('base64'), size), kind);
    if (text !== null) return text;
  }
  return null;
}

function readPicture({ luminance, width, height }: Picture, kind: 'code-128' | 'qr'): string | null {
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
    // At this size; at another it may read them rightly.
    const unread = [zxing.NotFoundException, zxing.ChecksumException, zxing.FormatException];
    if (unread.some((kind) => error instanceof kind)) return null;
    throw error;
  }
}

type Picture = { luminance: number[]; width: number; height: number };

// The browser unpacks its own screenshot: no PNG decoder is needed beside it. A page of its own, so that no CSP is in the way.
async function pixels(page: Page, base64: string, size: number): Promise<Picture> {
  const blank = await page.context().newPage();
  try {
    return await blank.evaluate(
      async ({ data, times }): Promise<Picture> => {
        const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const width = Math.round(bitmap.width * times);
        const height = Math.round(bitmap.height * times);
        const context = new OffscreenCanvas(width, height).getContext('2d');
        if (context === null) throw new Error('no canvas');
        context.drawImage(bitmap, 0, 0, width, height);
        const rgba = context.getImageData(0, 0, width, height).data;
        const luminance = Array.from({ length: width * height }, (_, i) => {
          const [red = 0, green = 0, blue = 0] = rgba.subarray(i * 4, i * 4 + 3);
          return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
        });
        return { luminance, width, height };
      },
      { data: base64, times: size },
    );
  } finally {
    await blank.close();
  }
}
