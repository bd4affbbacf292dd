import { commandBytesMax } from '../escpos/commands.ts';

/** A picture of black and white dots. */
export class Dots {
  readonly width: number;
  readonly height: number;
  readonly #rowBytes: number;
  readonly #bytes: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#rowBytes = Math.ceil(width / 8);
    this.#bytes = new Uint8Array(this.#rowBytes * height);
  }

  isBlack(x: number, y: number): boolean {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return false;
    return ((this.#bytes[y * this.#rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
  }

  /** What lies outside is cut off. */
  fill(x: number, y: number, width: number, height: number): void {
    this.#each(x, y, width, height, (at, bits) => void (this.#bytes[at] = (this.#bytes[at] ?? 0) | bits));
  }

  invert(x: number, y: number, width: number, height: number): void {
    this.#each(x, y, width, height, (at, bits) => void (this.#bytes[at] = (this.#bytes[at] ?? 0) ^ bits));
  }

  /**
   * `GS v 0` from the left edge, in commands of at most `commandBytesMax`, so that as many NULs always end one that broke off. White
   * on the right is left out.
   */
  raster(): string {
    const used = this.#usedBytes();
    const rowsAtOnce = Math.max(1, Math.floor((commandBytesMax - headBytes) / used));
    let bytes = '';
    for (let y = 0; y < this.height; y += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, this.height - y);
      const data = Buffer.allocUnsafe(used * rows);
      for (let row = 0; row < rows; row += 1) {
        const at = (y + row) * this.#rowBytes;
        data.set(this.#bytes.subarray(at, at + used), row * used);
      }
      bytes += `\x1dv0\x00${word(used)}${word(rows)}${withoutCommands(data).toString('latin1')}`;
    }
    return bytes;
  }

  #usedBytes(): number {
    let used = 1;
    for (let y = 0; y < this.height; y += 1)
      for (let byte = this.#rowBytes; byte > used; byte -= 1)
        if (this.#bytes[y * this.#rowBytes + byte - 1] !== 0) used = byte;
    return Math.min(used, this.#rowBytes);
  }

  #each(x: number, y: number, width: number, height: number, change: (at: number, bits: number) => void): void {
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    const [right, bottom] = [Math.min(x + width, this.width), Math.min(y + height, this.height)];
    for (let from = left; from < right;) {
      // As many dots as are in one byte.
      const end = Math.min(right, (from & ~7) + 8);
      const bits = (0xff >> (from & 7)) & (0xff << (7 - ((end - 1) & 7)));
      for (let row = top; row < bottom; row += 1) change(row * this.#rowBytes + (from >> 3), bits);
      from = end;
    }
  }
}

const headBytes = 8;

/**
 * A printer carries out what looks like `DLE EOT`, `DLE ENQ` or `DLE DC4` at once, also where it stands in a picture by chance (Epson's
 * reference): a drawer would open by what a receipt looks like. One dot more is no harm.
 */
function withoutCommands(data: Buffer): Buffer {
  for (let at = data.indexOf(dle); at >= 0; at = data.indexOf(dle, at + 1)) {
    const next = data[at + 1];
    if (next === 0x04 || next === 0x05 || next === 0x14) data[at] = dle | 0x08;
  }
  return data;
}

const dle = 0x10;

function word(value: number): string {
  return String.fromCharCode(value & 0xff, value >> 8);
}
