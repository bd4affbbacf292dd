import type { PrintingSettings } from '../printing/printing-settings.ts';
import type { ReceiptKey } from '../receipt/receipt-code.ts';

/** What this till keeps for its paper, beside its journal. */
export interface PrintingStore {
  /** What was settled; as at first where nothing was, or where it does not read. */
  read(): PrintingSettings;
  /** False: it could not be kept. */
  write(settings: PrintingSettings): boolean;
  /** The key of the checks on receipts, the same for as long as the till exists. Throws where it can be neither read nor made. */
  receiptKey(): ReceiptKey;
}
