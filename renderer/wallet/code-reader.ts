/** Where a code is looked for: a file that somebody chose, or what a camera sees now. */
export type Picture = Blob | HTMLVideoElement;

/** What the picture's QR code says; null where none can be read, or where it is no picture. Nothing leaves the page. */
export async function readCode(picture: Picture): Promise<string | null> {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  if (bitmap === null) return null;
  try {
    return (await readByBrowser(bitmap)) ?? (await readByOurselves(bitmap));
  } finally {
    bitmap.close();
  }
}

/** The Shape Detection API's, as far as it is used here; not every browser has it. */
type Detector = { detect(picture: ImageBitmap): Promise<readonly { rawValue: string }[]> };
type Detectors = { BarcodeDetector?: new (options: { formats: readonly string[] }) => Detector };

async function readByBrowser(bitmap: ImageBitmap): Promise<string | null> {
  const { BarcodeDetector } = globalThis as Detectors;
  if (BarcodeDetector === undefined) return null;
  try {
    const [found] = await new BarcodeDetector({ formats: ['qr_code'] }).detect(bitmap);
    return found?.rawValue ?? null;
  } catch {
    // It is named, but there is nothing behind it on this machine.
    return null;
  }
}

/** Fine enough for a photograph of a screen. */
const sideMaxPx = 1_600;

async function readByOurselves(bitmap: ImageBitmap): Promise<string | null> {
  // It is large, and most customers show a code instead.
  const { luminanceOf, readQr } = await import('./qr-reading.ts');
  const scale = Math.min(1, sideMaxPx / Math.max(bitmap.width, bitmap.height));
  const { data, width, height } = pixelsOf(bitmap, scale);
  return readQr({ luminance: luminanceOf(data), width, height });
}

function pixelsOf(bitmap: ImageBitmap, scale: number): ImageData {
  const [width, height] = [Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale)];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('the browser draws nothing');
  // What is transparent in a picture stands on white.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
