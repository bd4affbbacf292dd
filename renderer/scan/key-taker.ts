/** Is given every key in place of the sale; true: the key goes no further. */
export type KeyTaker = (event: KeyboardEvent) => boolean;

declare global {
  interface Window {
    /** Put there by a script that is loaded later than the one that listens. */
    counterpayKeys?: KeyTaker | undefined;
  }
}

/** While a scanner is being set up, what it types is no scan. Returns how to give the keys back. */
export function takeKeys(taker: KeyTaker): () => void {
  window.counterpayKeys = taker;
  return () => {
    if (window.counterpayKeys === taker) window.counterpayKeys = undefined;
  };
}
