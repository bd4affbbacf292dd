import { useMemo } from 'react';

import { barcodeOf, qrOf, type Drawing } from './code-drawing.ts';
import styles from './CodePicture.module.css';

/** Black on white in every theme, with the quiet zone inside the picture. */
export function CodePicture({ kind, digits, name }: { kind: 'barcode' | 'qr'; digits: string; name: string }) {
  const address = useMemo(() => addressOf(kind === 'barcode' ? barcodeOf(digits) : qrOf(digits)), [kind, digits]);
  return <img className={styles[kind]} src={address} alt={name} />;
}

function addressOf({ width, height, rects }: Drawing): string {
  const path = rects.map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`).join('');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `preserveAspectRatio="none" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
