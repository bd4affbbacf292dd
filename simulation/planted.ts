import type { AttemptRecord, AttemptWire, PayIntent, Policy } from '#payment';

import type { Acquirer } from '../terminal/index.ts';
import { allChecks, type Checks } from './client.ts';

/** Where a bug can be planted around the code under test. `noBugs` leaves it as it is. */
export type Planted = {
  readonly name: string;
  /** Where it is planted; null for wherever its hooks reach. */
  readonly tier: 'till' | 'backend' | null;
  readonly checks: Checks;
  policy(policy: Policy): Policy;
  wire(wire: AttemptWire, intent: PayIntent): AttemptWire;
  /** The till's way to its backend. */
  acquirer(acquirer: Acquirer): Acquirer;
  /** What a process reads of its journal when it starts. */
  reads(records: readonly AttemptRecord[]): readonly AttemptRecord[];
  /** What is written in place of these records. */
  writes(records: readonly AttemptRecord[], before: readonly AttemptRecord[]): readonly AttemptRecord[];
  /** Open attempts are taken up after a restart. */
  resumes: boolean;
  /** A commit is said to be done before it is. */
  commitsLater: boolean;
  /** The id and the bytes that a transmission carries. */
  idOf(id: string, number: number): string;
  bodyOf(body: string, number: number): string;
  /** A second attempt may begin while the first is open. */
  startsWhileOpen: boolean;
};

export const noBugs: Planted = {
  name: 'none',
  tier: null,
  checks: allChecks,
  policy: (policy) => policy,
  wire: (wire) => wire,
  acquirer: (acquirer) => acquirer,
  reads: (records) => records,
  writes: (records) => records,
  resumes: true,
  commitsLater: false,
  idOf: (id) => id,
  bodyOf: (body) => body,
  startsWhileOpen: false,
};
