import type { Display, HostFrame } from '#contract';
import type { Clock, MonoMs } from '#payment';

import { agedDisplay, agedSnapshot } from './aged.ts';
import { displayWithoutCode, withoutCode } from './without-code.ts';
import type { ScreenRole } from './screen-role.ts';

/** What is said once, and is no state that a screen which comes later must know. */
function isPassing({ frame }: HostFrame): boolean {
  return frame === 'reply' || frame === 'alive' || frame === 'scanned' || frame === 'to-drivers';
}

type At<T> = { told: T; atMs: MonoMs };

/**
 * What every screen shows: the last state that the host told, and whether the host is there now. A new host is there for a
 * display with its first model: the dead one's may be of a code that nobody stands behind any more.
 */
export class Told {
  readonly #clock: Pick<Clock, 'monoMs'>;
  #last: At<HostFrame> | null = null;
  #display: At<Display> | null = null;
  readonly #away = new Set<ScreenRole>(['till', 'display']);

  /** The clock runs as fast as the machine's. */
  constructor(clock: Pick<Clock, 'monoMs'>) {
    this.#clock = clock;
  }

  /** What a screen that has just come is told at once. */
  greeting(role: ScreenRole): readonly HostFrame[] {
    const last = role === 'till' ? this.#lastNow() : this.#displayNow();
    return [...(last === null ? [] : [last]), ...(this.#away.has(role) ? [{ frame: 'host-away' } as const] : [])];
  }

  note(frame: HostFrame): void {
    if (isPassing(frame)) return;
    const atMs = this.#clock.monoMs();
    if (frame.frame === 'display') this.#display = { told: frame.display, atMs };
    else this.#last = { told: frame, atMs };
    this.#away.delete(frame.frame === 'display' ? 'display' : 'till');
  }

  /** No screen that comes now, or is reloaded, shows a code that nobody stands behind any more (M6). */
  away(): void {
    this.#away.add('till').add('display');
    if (this.#last?.told.frame === 'snapshot')
      this.#last.told = { frame: 'snapshot', snapshot: withoutCode(this.#last.told.snapshot) };
    if (this.#display !== null) this.#display.told = displayWithoutCode(this.#display.told);
  }

  #lastNow(): HostFrame | null {
    if (this.#last === null) return null;
    const { told, atMs } = this.#last;
    if (told.frame !== 'snapshot') return told;
    const { snapshot } = told;
    return { frame: 'snapshot', snapshot: agedSnapshot(snapshot, this.#since(atMs, snapshot)) };
  }

  #displayNow(): HostFrame | null {
    if (this.#display === null) return null;
    const { told, atMs } = this.#display;
    return { frame: 'display', display: agedDisplay(told, this.#since(atMs, told)) };
  }

  /** Of machine time. */
  #since(atMs: MonoMs, { timeScale }: { timeScale: number }): number {
    return (this.#clock.monoMs() - atMs) * timeScale;
  }
}
