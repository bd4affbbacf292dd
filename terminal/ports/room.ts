/** The room that is left on the journal's disk (V20). */
export interface Room {
  /** So little that a new payment might not be recorded to its end; what is open still can be. */
  readonly isShort: boolean;
  /** Looks now and then from here on; `changed` when `isShort` did. */
  watch(changed: () => void): void;
  end(): void;
}
