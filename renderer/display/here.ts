import { aliveEveryMs, type Display } from '#contract';

export type HereParts = {
  /** What was told and is still believed; null when there is nothing of that kind. */
  told: () => Display | null;
  /** What stands on the glass. */
  drawn: () => Display | null;
  say: () => void;
};

/**
 * Says that this display is there, and goes on saying it for as long as it is true: what was told has been drawn, and the
 * browser brings pictures of the page to the glass. A page that is hidden, hangs or fell over says nothing.
 */
export function keepSayingHere({ told, drawn, say }: HereParts): { now(): void } {
  function now(): void {
    // Called before a picture is made; from the second one on the first is on its way to the glass.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const display = told();
        if (display !== null && display === drawn() && document.visibilityState === 'visible') say();
      }),
    );
  }
  setInterval(now, aliveEveryMs);
  return { now };
}
