import type { OutsideLedger } from '../outside-ledger.ts';
import type { Tier } from '../tier.ts';

/** An invariant of RELIABILITY section 2 that did not hold, and how. */
export type Violation = { v: string; what: string };

/** What the oracles read: the outside ledger, the journals, the request logs and what was shown. */
export type Evidence = {
  ledger: OutsideLedger;
  tiers: readonly Tier[];
  healAtMs: number;
  endedAtMs: number;
  slackMs: number;
};
