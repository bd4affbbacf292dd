import type { AttemptWire, CancelBy, InquiryPurpose, PayIntent, Phase } from '#payment';

import type { Acquirer } from '../ports/acquirer.ts';

export type WirePorts = {
  acquirer: Acquirer;
  journalHead: () => string;
  /** A verified answer came. */
  heard: () => void;
  /** None came that counts. */
  missed: () => void;
  /** Why this attempt is being cancelled, by its record. */
  cancelBy: () => CancelBy;
};

/** One attempt's way to the acquirer. Holds the order's bytes, with the code in them, for as long as they may be sent. */
export class TillWire implements AttemptWire {
  readonly #ports: WirePorts;
  readonly #intent: PayIntent;
  #body: Uint8Array | null;

  /** `body` is null after a restart: nothing is ever paid again then (R9). */
  constructor(ports: WirePorts, intent: PayIntent, body: Uint8Array | null) {
    this.#ports = ports;
    this.#intent = intent;
    this.#body = body;
  }

  /** Drops the code once the attempt is where row 7 does not send. */
  follow(phase: Phase): void {
    // Not wiped: a send that is under way still reads these bytes, and must not send others (R2).
    if (phase !== 'sent' && phase !== 'unsure') this.#body = null;
  }

  async pay(): ReturnType<AttemptWire['pay']> {
    if (this.#body === null) return { kind: 'none', why: 'no-answer' };
    const { journalHead } = this.#ports;
    return this.#heard(await this.#ports.acquirer.pay(this.#body, this.#intent, journalHead()));
  }

  async inquire(purpose: InquiryPurpose): ReturnType<AttemptWire['inquire']> {
    const { journalHead } = this.#ports;
    return this.#heard(await this.#ports.acquirer.inquire(this.#intent, { fresh: purpose === 'ask' }, journalHead()));
  }

  async cancel(): ReturnType<AttemptWire['cancel']> {
    const { journalHead, cancelBy } = this.#ports;
    return this.#heard(await this.#ports.acquirer.cancel(this.#intent, cancelBy(), journalHead()));
  }

  #heard<A extends { kind: string }>(answer: A): A {
    if (answer.kind === 'none') this.#ports.missed();
    else this.#ports.heard();
    return answer;
  }
}
