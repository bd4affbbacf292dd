/** Tells where commands end in a stream of ESC/POS, as far as tests send it; data of a command is never a command. */
export class CommandCutter {
  #bytes: number[] = [];

  /** The command or the letter that this byte ends; null in the middle of one. */
  take(byte: number): readonly number[] | null {
    this.#bytes.push(byte);
    if (this.#bytes.length < lengthOf(this.#bytes)) return null;
    const command = this.#bytes;
    this.#bytes = [];
    return command;
  }
}

/** Of the command that begins like this, as far as it is known by now. */
function lengthOf(bytes: readonly number[]): number {
  const [first, second = -1, third = 0] = bytes;
  switch (first) {
    case 0x10: // DLE EOT n, DLE DC4 n m t
      return second === 0x14 ? 5 : 3;
    case 0x1b: // ESC
      return { 0x40: 2, 0x32: 2, 0x70: 5, 0x24: 4, 0x5c: 4 }[second] ?? (second === 0x2a ? columnData(bytes) : 3);
    case 0x1c: // FS
      return { 0x26: 2, 0x2e: 2, 0x53: 4 }[second] ?? 3;
    case 0x1d: // GS
      if (second === 0x76) return bytes.length < 8 ? 8 : 8 + word(bytes, 4) * word(bytes, 6);
      if (second === 0x56) return third === 66 || third === 65 ? 4 : 3;
      if (second === 0x6b) return bytes.length < 4 ? 4 : 4 + (bytes[3] ?? 0);
      return { 0x4c: 4, 0x57: 4, 0x24: 4, 0x5c: 4 }[second] ?? 3;
    default:
      return 1;
  }
}

function columnData(bytes: readonly number[]): number {
  return bytes.length < 5 ? 5 : 5 + word(bytes, 3) * ((bytes[2] ?? 0) > 1 ? 3 : 1);
}

function word(bytes: readonly number[], at: number): number {
  return (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
}
