/** One thing that a printer says. */
export type PrinterReply =
  /** To `DLE EOT n`; which n, only the order tells. */
  | { is: 'real-time'; byte: number }
  /** By itself, after `GS a` (ASB): at once and at every change. */
  | { is: 'automatic'; bytes: readonly [number, number, number, number] }
  /** To `GS r n`. */
  | { is: 'reached'; byte: number }
  /** To `GS I n`. */
  | { is: 'identity'; text: string }
  /** None of these. */
  | { is: 'garbled' };

/** No printer's name is longer; what is, is garbled. */
export const identityBytesMax = 80;

/**
 * Tells a printer's answers apart, however they are cut into pieces. The reference fixes some bits of each so that a host
 * can: bits 0, 1, 4 and 7 are enough. Any bytes may come; none throws, and no more than one answer is ever kept.
 */
export class ReplyReader {
  #automatic: number[] = [];
  #identity: number[] | null = null;

  take(bytes: Uint8Array): PrinterReply[] {
    return Array.from(bytes, (byte) => this.#next(byte)).filter((reply) => reply !== null);
  }

  #next(byte: number): PrinterReply | null {
    if (this.#identity !== null) return this.#identityGoesOn(this.#identity, byte);
    const kind = byte & 0x93;
    // Real-time: whenever it was asked, also between the bytes of another answer.
    if (kind === 0x12) return { is: 'real-time', byte };
    if (kind === 0x10) {
      const wasOpen = this.#automatic.length > 0;
      this.#automatic = [byte];
      return wasOpen ? { is: 'garbled' } : null;
    }
    if (byte === xon || byte === xoff) return null;
    if (byte === identityStart) {
      this.#automatic = [];
      this.#identity = [];
      return null;
    }
    if ((byte & 0x90) !== 0) {
      this.#automatic = [];
      return { is: 'garbled' };
    }
    const [first, second, third] = this.#automatic;
    if (first === undefined) return { is: 'reached', byte };
    if (second === undefined || third === undefined) {
      this.#automatic.push(byte);
      return null;
    }
    this.#automatic = [];
    return { is: 'automatic', bytes: [first, second, third, byte] };
  }

  #identityGoesOn(text: number[], byte: number): PrinterReply | null {
    if (byte === 0) {
      this.#identity = null;
      return { is: 'identity', text: Buffer.from(text).toString('latin1') };
    }
    if (text.length < identityBytesMax && byte >= 0x20 && byte < 0x7f) {
      text.push(byte);
      return null;
    }
    this.#identity = null;
    return { is: 'garbled' };
  }
}

/** `_` before a text. */
const identityStart = 0x5f;
/** Flow control of serial lines; a driver of the system may hand it on. */
const xon = 0x11;
const xoff = 0x13;
