import type { KeyObject } from 'node:crypto';

import type { PairingAnswer, PairingGrant, PairingRequest } from '#contract';
import type { Clock, MonoMs } from '#payment';
import { backendProof, keyFromText, signGrant, textOfKey } from '#protocol';

import type { Redeemed } from './pairing-codes.ts';

/** Wrong codes in any minute; from then on nothing is looked at until the minute is over. */
export const wrongPerMinuteMax = 10;

export type PairingDeskParts = {
  clock: Clock;
  redeem(request: PairingRequest): Promise<Redeemed | 'key-revoked' | null>;
  /** Ed25519, private: the one that signs answers. */
  key: KeyObject;
  /** The tills that are known have changed. */
  paired(): void;
  log: (line: string) => void;
};

/** Makes tills known that prove to have a code (contract/pairing.ts). Codes, their keys and ids are in no log. */
export class PairingDesk {
  readonly #parts: PairingDeskParts;
  readonly #wrongAt: MonoMs[] = [];

  constructor(parts: PairingDeskParts) {
    this.#parts = parts;
  }

  async answer(request: PairingRequest): Promise<PairingAnswer> {
    const { clock, log } = this.#parts;
    while (this.#wrongAt[0] !== undefined && clock.monoMs() - this.#wrongAt[0] > 60_000) this.#wrongAt.shift();
    if (this.#wrongAt.length >= wrongPerMinuteMax) return { is: 'refused', why: 'too-many-tries' };
    // Counted before the answer is known, so that many at once are not more than many one after the other.
    const at = clock.monoMs();
    this.#wrongAt.push(at);
    const redeemed = keyFromText(request.terminalKey) === null ? null : await this.#parts.redeem(request);
    if (redeemed === null) {
      log('a pairing was refused: its code is worth nothing here');
      return { is: 'refused', why: 'code-unknown' };
    }
    this.#wrongAt.splice(this.#wrongAt.indexOf(at), 1);
    if (redeemed === 'key-revoked') {
      log('a pairing was refused: its key was revoked');
      return { is: 'refused', why: redeemed };
    }
    this.#parts.paired();
    log(`${redeemed.terminalId}: paired`);
    return this.#grant(request, redeemed);
  }

  #grant(request: PairingRequest, { terminalId, settings, codeKey, usedAt }: Redeemed): PairingAnswer {
    const { key } = this.#parts;
    const grant: PairingGrant = {
      version: 1,
      terminalId,
      backendKey: textOfKey(key),
      settings: JSON.parse(settings),
      issuedAt: usedAt,
    };
    const text = JSON.stringify(grant);
    return {
      is: 'paired',
      grant: text,
      signature: signGrant(text, key),
      proof: backendProof(codeKey, request, text),
    };
  }
}
