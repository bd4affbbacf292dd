import type { Timeline } from './timeline.ts';

/** Money that left a customer's wallet; `reversedAt` is when it went back, null while the shop keeps it. */
export type Capture = {
  readonly id: string;
  readonly sale: string;
  readonly paymentId: string;
  readonly minor: number;
  readonly currency: string;
  readonly at: number;
  /** Taken after the order was called closed or failed: the acquirer's fault, and a conflict for the shop (V32). */
  readonly rogue: boolean;
  reversedAt: number | null;
};

/** The truth about the money, which only the scheme writes and only the oracles read. */
export class OutsideLedger {
  readonly captures: Capture[] = [];
  /** Sales that held two captures at once, with the instant (V1). */
  readonly doubled: { sale: string; at: number }[] = [];
  /** Every id under which Alipay+ has made an order (V17). */
  readonly ordered: string[] = [];
  /** Phones that scanned an order's code. */
  readonly scans: { id: string; at: number }[] = [];
  readonly #idOfCode = new Map<string, string>();
  readonly #timeline: Timeline;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** Alipay+ has made an order, by an order's code with that code for the customer. */
  order(id: string, code: string | null): void {
    this.ordered.push(id);
    if (code !== null) this.#idOfCode.set(code, id);
  }

  scan(id: string): void {
    this.scans.push({ id, at: this.#timeline.nowMs });
  }

  /** Whose code that is. */
  idOfCode(code: string): string | null {
    return this.#idOfCode.get(code) ?? null;
  }

  capture(taken: Omit<Capture, 'at' | 'reversedAt'>): void {
    const at = this.#timeline.nowMs;
    const isHeld = (other: Capture): boolean => other.sale === taken.sale && other.reversedAt === null && !other.rogue;
    if (!taken.rogue && this.captures.some(isHeld)) this.doubled.push({ sale: taken.sale, at });
    this.captures.push({ ...taken, at, reversedAt: null });
  }

  reverse(id: string): void {
    for (const capture of this.captures)
      if (capture.id === id && capture.reversedAt === null) capture.reversedAt = this.#timeline.nowMs;
  }

  /** Alipay+ took money for this id after it had said that it would not. */
  isRogue(id: string): boolean {
    return this.captures.some((capture) => capture.id === id && capture.rogue);
  }

  /** What the shop holds under this id at that instant. */
  heldAt(id: string, at: number): Capture | null {
    const held = this.captures.find(
      (capture) => capture.id === id && capture.at <= at && (capture.reversedAt === null || capture.reversedAt > at),
    );
    return held ?? null;
  }
}
