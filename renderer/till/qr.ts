import { useEffect, useState } from 'react';

// Vite makes it: the address of a script that is built by itself.
// oxlint-disable-next-line import/default
import drawingScript from './qr-script.ts?worker&url';

declare global {
  interface Window {
    /** Put there by a script of its own, which loads when a code is first drawn: it is no part of the till's start. */
    counterpayQr?: (text: string) => string | null;
  }
}

const tryAgainMs = 2_000;
let fetching: Promise<void> | null = null;

/** Has what draws codes at hand, once it has come. What does not come is asked for again by who draws. */
export function fetchQr(): Promise<void> {
  if (window.counterpayQr !== undefined) return Promise.resolve();
  fetching ??= new Promise<void>((resolve) => {
    const script = document.createElement('script');
    const settled = (): void => {
      fetching = null;
      script.remove();
      resolve();
    };
    script.addEventListener('load', settled);
    script.addEventListener('error', settled);
    script.src = drawingScript;
    document.head.append(script);
  });
  return fetching;
}

/** The address of the picture of a text's QR code; `none` when it cannot be drawn. */
export function useQr(text: string): { address: string } | 'coming' | 'none' {
  const [drawn, setDrawn] = useState<{ text: string; address: string | null } | null>(null);
  useEffect(() => {
    let isWanted = true;
    let again: ReturnType<typeof setTimeout> | undefined;
    async function draw(): Promise<void> {
      await fetchQr();
      if (!isWanted) return;
      setDrawn({ text, address: window.counterpayQr?.(text) ?? null });
      if (window.counterpayQr === undefined) again = setTimeout(() => void draw(), tryAgainMs);
    }
    void draw();
    return () => {
      isWanted = false;
      clearTimeout(again);
    };
  }, [text]);
  if (drawn?.text !== text) return 'coming';
  return drawn.address === null ? 'none' : { address: drawn.address };
}
