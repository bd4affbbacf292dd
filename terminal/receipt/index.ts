// `picture.ts` is not here: whoever shows a picture imports it then. It brings ReceiptLine with it, 27 ms of a start.
export { openingCheckLine } from './opening-check-line.ts';
export { orderCodeSlip, type OrderOnPaper } from './order-code-slip.ts';
export { isPaid, isPending, type PaidFacts, type PaidPayment, type PendingFacts } from './paid-payment.ts';
export { paidReceipt } from './paid-receipt.ts';
export type { Paper, PaperShop } from './paper.ts';
export { pendingSlip } from './pending-slip.ts';
export { printerTestPage } from './printer-test-page.ts';
export { isReceiptCheck, readReceiptCode, receiptCheck, type ReceiptCode, type ReceiptKey } from './receipt-code.ts';
