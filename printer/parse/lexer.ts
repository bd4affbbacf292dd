import { commandRule, controlNames, leadNames } from './command-table.ts';

/**
 * A run of bytes that belong together.
 * - `text`: characters to print.
 * - `command`: whole, by a name of the reference, `name` without its parameters.
 * - `unknown`: begins like a command and is none of the reference, or has a parameter that the reference does not allow.
 * - `ignored`: control bytes without a meaning, NUL above all.
 */
export type Piece = {
  kind: 'text' | 'command' | 'unknown' | 'ignored';
  name: string;
  /** Where in the stream its first byte is, counted from 0. */
  at: number;
  /** How many bytes of the stream it takes. */
  length: number;
  /** These bytes; fewer than `length` when they were more than a printer can hold. */
  bytes: Uint8Array;
};

/** The most of one command that is kept; a longer one is passed over, so that nothing that is sent fills the memory. */
export const commandBytesMax = 4 * 1024 * 1024;

/** Cuts a stream of ESC/POS into pieces, however it arrives. Each byte is in exactly one piece, and in their order. */
export class Lexer {
  #at = 0;
  #held = new Uint8Array(64);
  #heldBytes = 0;
  #passedOver = 0;
  /** No end is known before this many bytes of the command are there. */
  #askAt = 0;

  /** The pieces that are whole with these bytes. Text is given as it comes, never held back. */
  push(chunk: Uint8Array): Piece[] {
    const pieces: Piece[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#heldBytes > 0) at += this.#continue(chunk, at, pieces);
      else at += this.#begin(chunk, at, pieces);
    }
    return pieces;
  }

  /** How many bytes of a command that has not ended are held. */
  get pendingBytes(): number {
    return this.#heldBytes + this.#passedOver;
  }

  /** Forgets a half command, as a printer does that loses its power. */
  forget(): void {
    this.#at += this.pendingBytes;
    this.#heldBytes = 0;
    this.#passedOver = 0;
  }

  #begin(chunk: Uint8Array, from: number, pieces: Piece[]): number {
    const first = chunk[from] ?? 0;
    if (leadNames.has(first)) {
      this.#hold(chunk.subarray(from, from + 1));
      this.#askAt = 2;
      return 1;
    }
    const control = controlNames.get(first);
    if (control !== undefined) return this.#give('command', control, chunk.subarray(from, from + 1), 1, pieces);
    const isText = first >= 0x20;
    let end = from + 1;
    while (end < chunk.length && isText === isTextByte(chunk[end] ?? 0) && !isCommandByte(chunk[end] ?? 0)) end += 1;
    const run = chunk.subarray(from, end);
    return this.#give(isText ? 'text' : 'ignored', isText ? 'text' : 'control', run, run.length, pieces);
  }

  #continue(chunk: Uint8Array, from: number, pieces: Piece[]): number {
    const wanted = Math.max(1, this.#askAt - this.pendingBytes);
    const taken = chunk.subarray(from, from + wanted);
    this.#hold(taken);
    if (this.pendingBytes >= this.#askAt) this.#ask(pieces);
    return taken.length;
  }

  #ask(pieces: Piece[]): void {
    const held = this.#held.subarray(0, this.#heldBytes);
    const [lead = 0, second = 0] = held;
    const rule = commandRule(lead, second);
    if (rule === undefined) {
      // A command that begins here is not eaten by the one before it that never was.
      this.#end('unknown', nameOf(lead, second), leadNames.has(second) ? 1 : 2, pieces);
      return;
    }
    if (this.#passedOver > 0) {
      this.#end('command', rule.name, this.pendingBytes, pieces);
      return;
    }
    const extent = rule.form(held);
    if (extent.kind === 'more' || extent.bytes > held.length) this.#askAt = extent.bytes;
    else this.#end(extent.kind === 'whole' ? 'command' : 'unknown', rule.name, extent.bytes, pieces);
  }

  /** The first `length` bytes of what is held are the piece; the few behind them are read anew. */
  #end(kind: Piece['kind'], name: string, length: number, pieces: Piece[]): void {
    const held = this.#held.slice(0, this.#heldBytes);
    this.#heldBytes = 0;
    this.#passedOver = 0;
    this.#give(kind, name, held.subarray(0, length), length, pieces);
    for (const piece of this.push(held.subarray(length))) pieces.push(piece);
  }

  #give(kind: Piece['kind'], name: string, bytes: Uint8Array, length: number, pieces: Piece[]): number {
    pieces.push({ kind, name, at: this.#at, length, bytes: bytes.slice() });
    this.#at += length;
    return length;
  }

  #hold(bytes: Uint8Array): void {
    const room = commandBytesMax - this.#heldBytes;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    if (this.#heldBytes + kept.length > this.#held.length) {
      const larger = new Uint8Array(Math.min(commandBytesMax, 2 * (this.#heldBytes + kept.length)));
      larger.set(this.#held.subarray(0, this.#heldBytes));
      this.#held = larger;
    }
    this.#held.set(kept, this.#heldBytes);
    this.#heldBytes += kept.length;
    this.#passedOver += bytes.length - kept.length;
  }
}

/** All pieces of one whole stream; what is left of a command at its end is an `unknown` piece called `cut short`. */
export function piecesOf(stream: Uint8Array): Piece[] {
  const lexer = new Lexer();
  const pieces = lexer.push(stream);
  const left = lexer.pendingBytes;
  if (left === 0) return pieces;
  const at = stream.length - left;
  return [...pieces, { kind: 'unknown', name: 'cut short', at, length: left, bytes: stream.slice(at) }];
}

function isTextByte(byte: number): boolean {
  return byte >= 0x20;
}

function isCommandByte(byte: number): boolean {
  return leadNames.has(byte) || controlNames.has(byte);
}

function nameOf(lead: number, second: number): string {
  const shown = second > 0x20 && second < 0x7f ? String.fromCodePoint(second) : `${second.toString(16)}h`;
  return `${leadNames.get(lead) ?? ''} ${shown}`;
}
