import type { KeyObject } from 'node:crypto';

import type { TerminalId } from '#payment';
import { textOfKey } from '#protocol';

import type { KnownTills } from './known-tills.ts';

export type OwnTillParts = {
  terminalId: TerminalId;
  /** Its public key; null until its file is there. */
  readKey: () => KeyObject | null;
  known: Pick<KnownTills, 'noteOwnKey'>;
};

/**
 * The till that this backend was started with. Its key is in a file, which the till may write after the backend's start;
 * the table gets to know it too, so that a revocation by another process has it.
 */
export class OwnTill {
  readonly terminalId: TerminalId;
  readonly #parts: OwnTillParts;
  #noted = false;

  constructor(parts: OwnTillParts) {
    this.terminalId = parts.terminalId;
    this.#parts = parts;
  }

  /** Never rejects: a database that takes nothing is no reason to leave what the till has open unanswered. */
  async key(): Promise<KeyObject | null> {
    await this.note().catch(() => undefined); // tried again by the next who asks, and before any pairing
    return this.#parts.readKey();
  }

  /** When this resolves, the table has the key, or there is none yet. Rejects when it could not be written. */
  async note(): Promise<void> {
    if (this.#noted) return;
    const key = this.#parts.readKey();
    if (key === null) return;
    await this.#parts.known.noteOwnKey(this.terminalId, textOfKey(key));
    this.#noted = true;
  }
}
