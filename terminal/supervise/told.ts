import type { HostFrame } from '#contract';

/** What every screen shows: the last state that the host told, and whether the host is there now. */
export class Told {
  #last: HostFrame | null = null;
  #away = true;

  /** What a screen that has just come is told at once. */
  get greeting(): readonly HostFrame[] {
    return [...(this.#last === null ? [] : [this.#last]), ...(this.#away ? [{ frame: 'host-away' } as const] : [])];
  }

  note(frame: HostFrame): void {
    if (frame.frame === 'reply' || frame.frame === 'alive') return;
    this.#last = frame;
    this.#away = false;
  }

  away(): void {
    this.#away = true;
  }
}
