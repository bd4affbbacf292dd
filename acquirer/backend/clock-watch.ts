import type { Clock } from '#payment';

/** Its answers are read within seconds of being signed, to the second. */
const offByMs = 60_000;
const onceInMs = 3_600_000;

/**
 * Says that this machine's clock is not Alipay+'s, by the times that Alipay+ signs. Such a clock costs money: a success
 * whose time lies over 5 min before the payment's beginning, as this machine tells it, counts for nothing (R13), and
 * what the customer paid is given back.
 */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  #saidAt: number | null = null;

  constructor(clock: Clock, log: (line: string) => void) {
    this.#clock = clock;
    this.#log = log;
  }

  /** `signedAt`: in epoch ms, from an answer that has just come and was verified. At most one line an hour. */
  heard(signedAt: number): void {
    const aheadMs = this.#clock.wallMs() - signedAt;
    if (Math.abs(aheadMs) < offByMs) {
      this.#saidAt = null;
      return;
    }
    const now = this.#clock.monoMs();
    if (this.#saidAt !== null && now - this.#saidAt < onceInMs) return;
    this.#saidAt = now;
    const minutes = Math.round(Math.abs(aheadMs) / 60_000);
    const off = `${minutes} min ${aheadMs > 0 ? 'fast' : 'slow'}`;
    this.#log(
      `This machine's clock is ${off} by Alipay+'s: set it, and let it be kept right (NTP). ` +
        'From 5 min fast on, payments that customers have made do not count here, and are given back.',
    );
  }
}
