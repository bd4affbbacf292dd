import type { Chance } from '../chance.ts';

/** Bytes that matter to some reader of text: ends of strings, escapes, structure, invalid UTF-8, a byte order mark. */
const oddBytes = [
  0x00, 0x0a, 0x20, 0x22, 0x2c, 0x30, 0x5c, 0x7b, 0x7d, 0x5b, 0x80, 0xc0, 0xed, 0xef, 0xf8, 0xff,
] as const;
const oddParts = ['\ufeff', '\\u0000', '\\ud800', '1e999', 'NaN', '-0', '//', '/*', "'", ',', '""', '{}'] as const;

/** A few changes anywhere: bits flipped, bytes taken out, put in, doubled, moved, or the end cut off. */
export function mutatedBytes(bytes: Uint8Array, chance: Chance, times: number): Uint8Array {
  let changed: Uint8Array = Buffer.from(bytes);
  for (let count = 0; count < times; count += 1) changed = mutateOne(changed, chance);
  return changed;
}

function mutateOne(bytes: Uint8Array, chance: Chance): Uint8Array {
  const at = chance.whole(0, Math.max(0, bytes.byteLength - 1));
  const length = chance.whole(1, 8);
  switch (chance.whole(0, 7)) {
    case 0:
      return spliced(bytes, at, 1, [(bytes[at] ?? 0) ^ (1 << chance.whole(0, 7))]);
    case 1:
      return spliced(bytes, at, 1, [chance.pick(oddBytes)]);
    case 2:
      return spliced(bytes, at, 0, [chance.pick(oddBytes)]);
    case 3:
      return spliced(bytes, at, length, []);
    case 4:
      return spliced(bytes, at, 0, bytes.subarray(at, at + length * 4));
    case 5:
      return spliced(bytes, at, 0, Buffer.from(chance.pick(oddParts), 'utf8'));
    case 6:
      return bytes.subarray(0, at);
    default: {
      const from = chance.whole(0, Math.max(0, bytes.byteLength - 1));
      return spliced(bytes, at, length, bytes.subarray(from, from + length));
    }
  }
}

function spliced(bytes: Uint8Array, at: number, remove: number, put: Iterable<number>): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), Uint8Array.from(put), bytes.subarray(at + remove)]);
}
