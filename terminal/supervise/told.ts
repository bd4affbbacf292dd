import type { Display, HostFrame } from '#contract';
import type { Clock, MonoMs } from '#payment';

import type { ScreenRole } from './screen-role.ts';

type DisplayTold = { display: Display; atMs: MonoMs };

/**
 * What every screen shows: the last state that the host told, and whether the host is there now. A new host is there for a
 * display with its first model: the dead one's may be of a code that nobody stands behind any more.
 */
export class Told {
  readonly #clock: Pick<Clock, 'monoMs'>;
  #last: HostFrame | null = null;
  #display: DisplayTold | null = null;
  readonly #away = new Set<ScreenRole>(['till', 'display']);

  /** The clock runs as fast as the machine's. */
  constructor(clock: Pick<Clock, 'monoMs'>) {
    this.#clock = clock;
  }

  /** What a screen that has just come is told at once. */
  greeting(role: ScreenRole): readonly HostFrame[] {
    const last = role === 'till' ? this.#last : this.#displayNow();
    return [...(last === null ? [] : [last]), ...(this.#away.has(role) ? [{ frame: 'host-away' } as const] : [])];
  }

  note(frame: HostFrame): void {
    if (frame.frame === 'reply' || frame.frame === 'alive') return;
    if (frame.frame === 'display') this.#display = { display: frame.display, atMs: this.#clock.monoMs() };
    else this.#last = frame;
    this.#away.delete(frame.frame === 'display' ? 'display' : 'till');
  }

  away(): void {
    this.#away.add('till').add('display');
  }

  #displayNow(): HostFrame | null {
    if (this.#display === null) return null;
    const { display, atMs } = this.#display;
    return { frame: 'display', display: aged(display, (this.#clock.monoMs() - atMs) * display.timeScale) };
  }
}

/** What was said a while ago, as it would be said now: a reloaded page must not begin its time anew. */
function aged(display: Display, byMs: number): Display {
  const { now } = display;
  switch (now.shows) {
    case 'code':
      return { ...display, now: { ...now, leftMs: Math.max(0, now.leftMs - byMs) } };
    case 'paid':
    case 'not-paid':
      return { ...display, now: { ...now, agoMs: now.agoMs + byMs } };
    default:
      return display;
  }
}
