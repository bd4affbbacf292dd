import type { AttemptRecord, EpochMs, Facts, PaymentRequestId, TerminalId } from '#payment';

/** An id that is held: an attempt with its facts, or the tombstone that a cancel left before any pay came. */
export type Held =
  | { is: 'tombstone'; paymentRequestId: PaymentRequestId; terminalId: TerminalId }
  | {
      is: 'attempt';
      paymentRequestId: PaymentRequestId;
      terminalId: TerminalId;
      /** Keyed hash of the till's exact body (R2): another body under this id is refused. */
      orderHmac: string;
      /** The merchant's number and its store's; null for an attempt from before it was kept. */
      storeId: string | null;
      facts: Facts;
      /** Wall times, in ms, of the last inquiries to Alipay+: the gate of RELIABILITY 5.1 counts them (a cache). */
      inquiredAt: readonly number[];
      /** A success was told or seen after the final that said no, and has not become a conflict (row 26). */
      lateSuccess: boolean;
    };

/** What is kept of an attempt beside its records. Hashes are keyed, hex. */
export type Opening = {
  paymentRequestId: PaymentRequestId;
  terminalId: TerminalId;
  orderHmac: string;
  /** The payment code itself is never kept (V37). */
  codeHmac: string | null;
  storeId: string;
};

/**
 * The backend's memory. Every promise that resolves speaks of what is durable; one that rejects means that nothing may be
 * relied on (V19).
 */
export interface Ledger {
  /** Of a pay and a cancel at once exactly one makes the row; the other gets `taken`. */
  begin(opening: Opening, records: readonly AttemptRecord[]): Promise<'made' | 'taken'>;
  bury(paymentRequestId: PaymentRequestId, terminalId: TerminalId): Promise<'made' | 'taken'>;
  append(paymentRequestId: PaymentRequestId, records: readonly AttemptRecord[]): Promise<void>;
  find(paymentRequestId: PaymentRequestId): Promise<Held | null>;
  /** Attempts that are OPEN or VOIDING. */
  unfinished(): Promise<PaymentRequestId[]>;
  /** DECLINED and CANCELLED attempts, begun since then, for which a success was told or seen afterwards (row 26). */
  lateSuccesses(begunSince: EpochMs): Promise<PaymentRequestId[]>;
  /** CONFLICTs about which their till has not asked yet (row 26b). */
  untoldConflicts(): Promise<PaymentRequestId[]>;
  noteTold(paymentRequestId: PaymentRequestId): Promise<void>;
  /** Binds Alipay+'s id to ours for ever; false when it is bound to another attempt (V12). */
  claimPaymentId(paymentId: string, paymentRequestId: PaymentRequestId): Promise<boolean>;
  noteInquiries(paymentRequestId: PaymentRequestId, wallAt: readonly number[]): Promise<void>;
}
