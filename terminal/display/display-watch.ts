import { aliveEveryMs, type Snapshot } from '#contract';
import type { Clock, Timer } from '#payment';

/** Words of a customer display that do not come before it counts as off: some 6 s. */
const missedMax = 3;

/** Whether the customer display is there: it says so again and again while it shows what it was told. */
export class DisplayWatch {
  readonly #clock: Clock;
  readonly #offAfterMs: number;
  readonly #changed: () => void;
  #state: Snapshot['customerScreen'] = 'none';
  #timer: Timer | null = null;

  /** `timeScale`: the display beats by the machine's own time, however fast `clock` runs. */
  constructor(clock: Clock, timeScale: number, changed: () => void) {
    this.#clock = clock;
    this.#offAfterMs = aliveEveryMs * missedMax * timeScale;
    this.#changed = changed;
  }

  get state(): Snapshot['customerScreen'] {
    return this.#state;
  }

  heard(): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(this.#offAfterMs, () => this.#become('off'));
    this.#become('on');
  }

  end(): void {
    this.#timer?.cancel();
  }

  #become(state: 'on' | 'off'): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#changed();
  }
}
