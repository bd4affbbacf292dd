import type { StoreColour } from '#payment';

/** What paper says in one language. `{n}`, `{time}`: filled in. */
export type Messages = {
  /** Beside SANDBOX, which stands on all paper of it in these letters. */
  sandbox: string;
  paid: string;
  copy: string;
  /** What it is called, on a receipt and its copies alike. */
  names: {
    amount: string;
    number: string;
    till: string;
    time: string;
    wallet: string;
    codeTail: string;
    paymentId: string;
    order: string;
    check: string;
    word: string;
    startedAt: string;
    printedAt: string;
  };
  colours: Record<StoreColour, string>;
  keep: string;
  pending: { title: string; notKnown: string; stillAsking: string; doNotPayAgain: string; ask: string };
  orderCode: { title: string; notPaid: string; scan: string; ends: string; noReceipt: string };
  openingCheck: { title: string; printed: string };
  test: { title: string; ruler: string; scripts: string; codes: string; cut: string };
};
