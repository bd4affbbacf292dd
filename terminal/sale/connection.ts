import type { Snapshot } from '#contract';
import type { Clock, Timer } from '#payment';

import type { BackendView } from '../ports/acquirer.ts';

/** An answer that was verified is worth this long (row 1). */
const verifiedForMs = 30_000;

const probeEveryMs = 10_000;

export type ConnectionPorts = {
  clock: Clock;
  probe(): Promise<boolean>;
  /** While payments are asked about, their own answers tell. */
  isIdle(): boolean;
  /** What the answers say about the backend itself. */
  backend(): BackendView;
  /** The backend has said of which world it is, and whether it knows this till; only a probe asks for it (V34). */
  isIntroduced(): boolean;
  changed: () => void;
};

/** Whether the backend is there: known from verified answers, and from a probe now and then while nothing else asks. */
export class Connection {
  readonly #ports: ConnectionPorts;
  #verifiedAt: number | null = null;
  #missed = false;
  #shown = 'connecting';
  #timer: Timer | null = null;
  #ended = false;

  constructor(ports: ConnectionPorts) {
    this.#ports = ports;
  }

  /** Begins to look, and goes on until `end`. */
  watch(): void {
    void this.#look();
  }

  end(): void {
    this.#ended = true;
    this.#timer?.cancel();
  }

  get state(): Snapshot['connection'] {
    if (this.#isFresh()) return 'connected';
    return this.#missed ? 'away' : 'connecting';
  }

  /** A verified answer came, whatever it said. */
  heard(): void {
    this.#verifiedAt = this.#ports.clock.monoMs();
    this.#tell();
  }

  /** An answer failed to come, or proves nothing. */
  missed(): void {
    this.#missed = true;
    this.#tell();
  }

  /** Row 1's guard: verified lately, or it answers now, and who it is is known. */
  async isReachable(): Promise<boolean> {
    return (this.#isFresh() && this.#ports.isIntroduced()) || this.#probe();
  }

  async #look(): Promise<void> {
    if (this.#ports.isIdle()) await this.#probe();
    if (this.#ended) return;
    this.#tell();
    this.#timer = this.#ports.clock.after(probeEveryMs, () => void this.#look());
  }

  async #probe(): Promise<boolean> {
    const answered = await this.#ports.probe();
    if (answered) this.heard();
    else this.missed();
    return answered;
  }

  #isFresh(): boolean {
    return this.#verifiedAt !== null && this.#ports.clock.monoMs() - this.#verifiedAt <= verifiedForMs;
  }

  #tell(): void {
    const { linkTrouble, clockOffMs, health } = this.#ports.backend();
    // The clock's drift from second to second is no news; that it is off is.
    const clockOffMin = clockOffMs === null ? null : Math.round(clockOffMs / 60_000);
    const shown = [this.state, linkTrouble, clockOffMin, health?.till ?? null, health?.environment ?? null]
      .filter((part) => part !== null)
      .join(' ');
    if (shown === this.#shown || this.#ended) return;
    this.#shown = shown;
    this.#ports.changed();
  }
}
