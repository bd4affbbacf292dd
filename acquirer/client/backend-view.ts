import type { HealthAnswer, LinkTrouble } from '#contract';
import type { Clock, EpochMs, MonoMs, NoneReason } from '#payment';

/** An answer says something about the backend for this long. */
const recentMs = 30_000;

/** A till's clock that is nearer than this to the backend's signed time is right enough to say nothing. */
const clockOffMinMs = 120_000;

/** What came, but was not signed for us by the backend that is trusted. */
const notTrusted: ReadonlySet<NoneReason> = new Set(['unsigned', 'bad-signature', 'not-bound']);

/** What came instead of an answer. `status` and `isPage` (HTML) where HTTP came at all. */
export type Refused = { why: NoneReason; trouble: LinkTrouble | null; status: number | null; isPage: boolean };

/** What the answers of late say about the backend itself, and about this till's clock. Words for people, no proof. */
export class BackendView {
  readonly #clock: Clock;
  /** What the backend said last about itself and this till. */
  health: Pick<HealthAnswer, 'environment' | 'till'> | null = null;
  #refused: { why: LinkTrouble; at: MonoMs } | null = null;
  /** `halfTripMs`: how far `signedAt` may be from the middle of the exchange. `wallAt`: our wall clock then. */
  #verified: { signedAt: EpochMs; at: MonoMs; wallAt: EpochMs; halfTripMs: number } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  verified(signedAt: EpochMs, askedAt: MonoMs): void {
    const at = this.#clock.monoMs();
    this.#verified = { signedAt, at, wallAt: this.#clock.wallMs(), halfTripMs: (at - askedAt) / 2 };
    this.#refused = null;
  }

  /** Nothing came, or an answer that counts for nothing. */
  refused(refused: Refused): void {
    const why = troubleOf(refused);
    if (why !== null) this.#refused = { why, at: this.#clock.monoMs() };
  }

  /** Null while a verified answer is recent, and when nothing has come lately. */
  get linkTrouble(): LinkTrouble | null {
    const isRecent = (at: MonoMs): boolean => this.#clock.monoMs() - at <= recentMs;
    if (this.#refused === null || (this.#verified !== null && isRecent(this.#verified.at))) return null;
    return isRecent(this.#refused.at) ? this.#refused.why : null;
  }

  /** How far this till's wall clock is ahead of the backend's, to the second; null while not known, or too little to say. */
  get clockOffMs(): number | null {
    if (this.#verified === null) return null;
    const { signedAt, at, wallAt, halfTripMs } = this.#verified;
    const sinceMs = this.#clock.monoMs() - at;
    // The machine slept, or its clock was set: the next answer tells, this one no longer does.
    if (Math.abs(this.#clock.wallMs() - wallAt - sinceMs) > clockOffMinMs) return null;
    // Signed somewhere between the question and the answer: in the middle, give or take half of the trip.
    const backendNow = signedAt + halfTripMs + sinceMs;
    const offMs = this.#clock.wallMs() - backendNow;
    return Math.abs(offMs) - halfTripMs > clockOffMinMs ? Math.round(offMs / 1_000) * 1_000 : null;
  }
}

function troubleOf({ why, trouble, status, isPage }: Refused): LinkTrouble | null {
  if (trouble !== null) return trouble;
  // A backend answers neither with a page nor with another address, and signs whatever it says with 200.
  if (isPage || (status !== null && ((status >= 300 && status < 400) || status === 511))) return 'sign-in-page';
  if (status === 401) return 'till-not-known';
  return notTrusted.has(why) ? 'backend-not-trusted' : null;
}
