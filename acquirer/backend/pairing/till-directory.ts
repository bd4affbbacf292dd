import type { KeyObject } from 'node:crypto';

import type { Clock, MonoMs } from '#payment';
import { keyFromText } from '#protocol';

import type { KnownTill } from './known-tills.ts';
import type { OwnTill } from './own-till.ts';

/** So long after a revocation a till may still be taken for known. */
export const keptForMs = 2_000;

/** A till that may sign requests; what a revoked one asks for is still answered, but nothing begins. */
export type SigningTill = { key: KeyObject; revoked: boolean };

export type TillDirectoryParts = {
  clock: Clock;
  /** Reads the table. */
  load(): Promise<readonly KnownTill[]>;
  /** The till that this backend was started with, unless another machine was paired under its name. */
  own: Pick<OwnTill, 'terminalId' | 'key'> | null;
};

/** Who may sign requests. The table is read as a whole, so that made-up names cost nothing. */
export class TillDirectory {
  readonly #parts: TillDirectoryParts;
  #kept: { at: MonoMs; tills: Promise<ReadonlyMap<string, KnownTill>> } | null = null;

  constructor(parts: TillDirectoryParts) {
    this.#parts = parts;
  }

  async find(terminalId: string): Promise<SigningTill | null> {
    const till = (await this.#tills()).get(terminalId);
    if (till === undefined) return null;
    const { own } = this.#parts;
    const ownKey = async () => (own?.terminalId === terminalId ? await own.key() : null);
    const key = till.publicKey === null ? await ownKey() : keyFromText(till.publicKey);
    return key === null ? null : { key, revoked: till.revokedAt !== null };
  }

  /** The table has changed. */
  forget(): void {
    this.#kept = null;
  }

  #tills(): Promise<ReadonlyMap<string, KnownTill>> {
    const now = this.#parts.clock.monoMs();
    if (this.#kept !== null && now - this.#kept.at < keptForMs) return this.#kept.tills;
    const tills = this.#parts.load().then((all) => new Map(all.map((till) => [till.terminalId as string, till])));
    const kept = { at: now, tills };
    this.#kept = kept;
    // Read again at once by the next who asks; this one is told.
    tills.catch(() => {
      if (this.#kept === kept) this.#kept = null;
    });
    return tills;
  }
}
