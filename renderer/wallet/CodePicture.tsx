import { useMemo } from 'react';

import { barcodeOf, qrOf, type Drawing } from './code-drawing.ts';
import styles from './CodePicture.module.css';

/** Black on white in every theme, with the quiet zone inside the picture. */
export function CodePicture({ kind, digits, name }: { kind: 'barcode' | 'qr'; digits: string; name: string }) {
  const drawing = useMemo(() => (kind === 'barcode' ? barcodeOf(digits) : qrOf(digits)), [kind, digits]);
  const address = useMemo(() => addressOf(drawing), [drawing]);
  const modulePx = Math.floor(roomPx[kind] / drawing.width);
  const height = kind === 'barcode' ? barcodeHeightPx : drawing.height * modulePx;
  return <img className={styles.picture} src={address} alt={name} width={drawing.width * modulePx} height={height} />;
}

/** Every module is as many whole pixels wide as there is room for: 24 digits take 374 px and 232 px. */
const roomPx = { barcode: 380, qr: 240 };
const barcodeHeightPx = 84;

function addressOf({ width, height, rects }: Drawing): string {
  const path = rects.map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`).join('');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `preserveAspectRatio="none" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
