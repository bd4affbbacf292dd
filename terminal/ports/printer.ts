import type { DeviceId, PrinterTrouble, PrintJobId, ReceiptDocument } from '#contract';

export type PrintOutcome =
  /** The printer said, after the cut, that all of it is on paper. */
  | { kind: 'printed' }
  /** All of it was handed over, and there is no way to know: no claim is made. */
  | { kind: 'sent' }
  /** `paperMoved`: `no` only where not one byte of it has left. */
  | { kind: 'failed'; trouble: PrinterTrouble; paperMoved: 'no' | 'maybe' };

export type PrinterStatus = {
  /** Null: it prints. `paper-low`: it prints. */
  trouble: PrinterTrouble | null;
  /** The level of the drawer's switch; which of them is open is learned when it is set up. Null: it has none, or cannot say. */
  drawerLevel: 'high' | 'low' | null;
};

/** One printer, of whatever kind. Nothing here throws for what the world does, and each call ends by itself within its limit. */
export interface Printer {
  readonly id: DeviceId;
  readonly can: { status: boolean; cut: boolean; drawer: boolean; columns: number };
  /** At this moment; `unknown` where it cannot say. */
  status(): Promise<PrinterStatus | 'unknown'>;
  /** Looks before the first byte whether it may begin. `signal`: nobody waits for it any more. */
  print(job: { job: PrintJobId; document: ReceiptDocument }, signal: AbortSignal): Promise<PrintOutcome>;
  /** Opens the drawer that hangs on this pin. */
  kick(pin: 2 | 5): Promise<PrintOutcome>;
  /** Calls `changed` whenever it says something of itself, until the function that it returns is called. */
  onStatus(changed: (status: PrinterStatus) => void): () => void;
}
