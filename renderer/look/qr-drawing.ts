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

/** As an SVG's path, in modules. */
export function pathOf({ rects }: Drawing): string {
  return rects.map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`).join('');
}
