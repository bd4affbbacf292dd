import { useLayoutEffect, useMemo, useRef, useState } from 'react';

import { pictureOf } from '../look/qr-drawing.ts';
import { codeDrawing, codePxMin, drawnPx } from './code-drawing.ts';
import styles from './QrCode.module.css';

type Props = { text: string; name: string; plusSign: string };

/** Black on white in every theme, with the quiet zone inside, and in the middle the place of Alipay+'s plus sign. */
export function QrCode({ text, name, plusSign }: Props) {
  const box = useRef<HTMLElement>(null);
  const boxPx = useWidth(box);
  const drawing = useMemo(() => codeDrawing(text), [text]);
  const picture = useMemo(() => (drawing === null ? '' : pictureOf(drawing)), [drawing]);
  const px = drawing === null ? 0 : drawnPx(drawing, boxPx, devicePixelRatio);
  return (
    <figure ref={box} className={styles.code}>
      {drawing !== null && (
        <div className={styles.drawing}>
          <img src={picture} width={px} height={px} alt={name} />
          <span className={styles.plus} data-name={plusSign} aria-hidden="true" />
        </div>
      )}
    </figure>
  );
}

/** Of the space inside an element, px; known before it is seen. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(codePxMin);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const measure = (): void => setWidth(current.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return width;
}
