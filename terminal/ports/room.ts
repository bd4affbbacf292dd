/** The room that is left on the journal's disk (V20). */
export interface Room {
  /** So little that a new payment might not be recorded to its end; what is open still can be. */
  readonly isShort: boolean;
  /** Looks whether it has become short, which is found out before a payment; that it is no longer, `watch` finds. */
  look(): void;
  /** Looks now and then from here on; `changed` when `isShort` did, and at no other time does it. */
  watch(changed: () => void): void;
  end(): void;
}
