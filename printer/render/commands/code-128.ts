type CodeSet = 'A' | 'B' | 'C';

/**
 * The symbol values of CODE128 data as `GS k` takes it: it begins with `{A`, `{B` or `{C`, changes sets by the same, shifts
 * by `{S`, has `{1` to `{4` for the functions and `{{` for a brace; in set C each byte is a number from 0 to 99. Null when
 * the data breaks these rules (ESC/POS reference, GS k).
 */
export function code128Values(data: Uint8Array): number[] | null {
  let set = data[0] === brace ? codeSets.get(data[1] ?? 0) : undefined;
  if (set === undefined) return null;
  const values = [{ A: 103, B: 104, C: 105 }[set]];
  for (let at = 2; at < data.length; at += 1) {
    const byte = data[at] ?? 0;
    if (byte !== brace) {
      const value = valueIn(set, byte);
      if (value === null) return null;
      values.push(value);
      continue;
    }
    at += 1;
    const word = data[at] ?? 0;
    const next = codeSets.get(word);
    if (next !== undefined) {
      if (next !== set) values.push({ A: 101, B: 100, C: 99 }[next]);
      set = next;
    } else if (word === 0x53 && set !== 'C' && at + 1 < data.length) {
      at += 1;
      const shifted = valueIn(set === 'A' ? 'B' : 'A', data[at] ?? 0);
      if (shifted === null) return null;
      values.push(98, shifted);
    } else {
      const value = specialIn(set, word);
      if (value === null) return null;
      values.push(value);
    }
  }
  return values.length > 1 ? values : null;
}

/** What people read under such a bar code. */
export function code128Text(data: Uint8Array): string {
  let text = '';
  let set: CodeSet = 'B';
  for (let at = 0; at < data.length; at += 1) {
    const byte = data[at] ?? 0;
    if (byte === brace) {
      at += 1;
      const word = data[at] ?? 0;
      set = codeSets.get(word) ?? set;
      if (word === brace) text += '{';
    } else if (set === 'C') text += String(byte).padStart(2, '0');
    else text += byte < 0x20 || byte > 0x7e ? ' ' : String.fromCodePoint(byte);
  }
  return text;
}

const brace = 0x7b;

const codeSets: ReadonlyMap<number, CodeSet> = new Map([
  [0x41, 'A'],
  [0x42, 'B'],
  [0x43, 'C'],
]);

function valueIn(set: CodeSet, byte: number): number | null {
  if (set === 'C') return byte <= 99 ? byte : null;
  if (set === 'A') return byte < 0x20 ? byte + 64 : byte <= 0x5f ? byte - 0x20 : null;
  return byte >= 0x20 && byte <= 0x7f ? byte - 0x20 : null;
}

function specialIn(set: CodeSet, word: number): number | null {
  switch (word) {
    case 0x31:
      return 102;
    case 0x32:
      return set === 'C' ? null : 97;
    case 0x33:
      return set === 'C' ? null : 96;
    case 0x34:
      return set === 'C' ? null : set === 'A' ? 101 : 100;
    case brace:
      return set === 'B' ? brace - 0x20 : null;
    default:
      return null;
  }
}
