import { create, type QRCodeErrorCorrectionLevel } from 'qrcode';

/** A bar or a row of modules: everything in whole modules. */
export type Rect = { x: number; y: number; width: number };
export type Drawing = { width: number; height: number; rects: readonly Rect[] };

/** ISO/IEC 18004: four modules of white all around. */
const quiet = 4;

/** A QR code with its quiet zone. `level` is how much damage it stands: Q a quarter, H three tenths. */
export function qrOf(text: string, level: QRCodeErrorCorrectionLevel = 'Q'): Drawing {
  const { modules } = create(text, { errorCorrectionLevel: level });
  const rects: Rect[] = [];
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (modules.get(y, x)) rects.push({ x: x + quiet, y: y + quiet, width: 1 });
    }
  }
  return { width: modules.size + 2 * quiet, height: modules.size + 2 * quiet, rects };
}

/** The same by the first of `levels` whose largest code the text fits into; null when it fits into none. */
export function qrThatFits(text: string, levels: readonly QRCodeErrorCorrectionLevel[]): Drawing | null {
  for (const level of levels) {
    try {
      return qrOf(text, level);
    } catch {
      // More than the largest code of this level holds.
    }
  }
  return null;
}

/** The address of its picture, black and as large as whoever shows it says. */
export function pictureOf({ width, height, rects }: Drawing): string {
  const path = rects.map((rect) => `M${rect.x} ${rect.y}h${rect.width}v1h-${rect.width}z`).join('');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `shape-rendering="crispEdges"><path d="${path}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
