import type { HealthAnswer, PaymentOrder, Snapshot } from '#contract';
import type {
  Amount,
  CancelAnswer,
  CancelBy,
  HintWord,
  InquiryAnswer,
  PayAnswer,
  PayIntent,
  PaymentRequestId,
} from '#payment';

/** What the answers of late say about the backend itself, and about this till's clock. Null: nothing to say. */
export type BackendView = Pick<Snapshot, 'linkTrouble' | 'clockOffMs'> & {
  /** What the backend said last when it was probed; null until then. */
  health: Pick<HealthAnswer, 'environment' | 'till'> | null;
};

/** A hint that its backend signed for this till, with a number higher than all before (R13): a reason to ask about one payment. */
export type Hint = { paymentRequestId: PaymentRequestId; amount: Amount; says: HintWord };

/** Who hears what comes on the line of hints. */
export interface HintListener {
  hint(hint: Hint): void;
  /** Something came that is not believed: `why` is for a security record (row 28). */
  refused(why: string): void;
}

/**
 * Whoever asks the scheme for us. Nothing here throws for what the world does: no answer is `none`. Each call ends
 * by itself within its time limit, and is one transmission: nothing is sent again behind our back.
 */
export interface Acquirer {
  /** The exact bytes of every try (R2), and their keyed hash in hex for the journal (V4). */
  prepare(order: PaymentOrder): { body: Uint8Array; bodyHmac: string };
  pay(body: Uint8Array, expected: PayIntent, journalHead: string): Promise<PayAnswer>;
  /** `fresh`: the acquirer itself is asked, for rows 17 and 18. */
  inquire(expected: PayIntent, options: { fresh: boolean }, journalHead: string): Promise<InquiryAnswer>;
  cancel(expected: PayIntent, by: CancelBy, journalHead: string): Promise<CancelAnswer>;
  /** Whether the backend answers now, signed. */
  probe(journalHead: string): Promise<boolean>;
  /** At this moment, without asking. Without it nothing is said. */
  backendView?(): BackendView;
  /**
   * Opens the line of hints, and opens it again whenever it breaks, until the function that it returns is called. Without
   * it, and while it is away, the till's own inquiries do the same, later.
   */
  hints?(listener: HintListener, journalHead: () => string): () => void;
}
