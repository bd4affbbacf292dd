import { useEffect, useRef, type RefObject } from 'react';

/** Stands on this element when it appears, unless something else has the focus: what had it may just have gone. */
export function useFocusWhenLost<E extends HTMLElement>(): RefObject<E | null> {
  const element = useRef<E>(null);
  useEffect(() => {
    if (document.activeElement === document.body) element.current?.focus();
  }, []);
  return element;
}
