import type { PaymentOrder } from '#contract';
import type {
  Amount,
  BackendRefusalCode,
  CancelAnswer,
  Clock,
  InquiryAnswer,
  PayAnswer,
  Policy,
  Result,
} from '#payment';
import type { Expectation } from '#protocol';

import type { Ledger } from '../ledger/ledger.ts';
import type { HintFacts } from './hint-teller.ts';

/** Alipay+, or a model of it. No call rejects: what did not come, or proves nothing, is `none`. */
export interface Scheme {
  /** Where the code leads, and the body that every transmission of the order sends (R2). A refusal is the backend's own. */
  prepare(order: PaymentOrder, amount: Amount): Result<string, BackendRefusalCode>;
  pay(body: string, expected: Expectation): Promise<PayAnswer>;
  inquire(expected: Expectation): Promise<InquiryAnswer>;
  cancel(expected: Expectation): Promise<CancelAnswer>;
}

/** All that the desk needs of the world: no HTTP and no database of its own, so that a simulated world can hold it. */
export interface DeskPorts {
  clock: Clock;
  policy: Policy;
  ledger: Ledger;
  scheme: Scheme;
  /** Hex. The same text gives the same hash only under the same key. */
  keyedHash: (text: string) => string;
  /** To the till's line of hints, if it has one. A till that is not told finds out by asking. */
  tell?: (hint: HintFacts) => void;
  log: (line: string) => void;
}
