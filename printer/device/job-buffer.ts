/** Bytes that were received and not carried out yet, first in, first out. */
export class JobBuffer {
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk.slice());
    this.#bytes += chunk.length;
  }

  /** The next bytes, at most this many; none when it is empty. */
  take(most: number): Uint8Array {
    const [first] = this.#chunks;
    if (first === undefined || most <= 0) return new Uint8Array();
    const taken = first.subarray(0, most);
    if (taken.length === first.length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(taken.length);
    this.#bytes -= taken.length;
    return taken;
  }

  clear(): void {
    this.#chunks = [];
    this.#bytes = 0;
  }
}
