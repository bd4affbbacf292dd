/** Which characters of more than one byte a printer has; the model that is bought decides it. */
export type MultiByte = 'none' | 'gb18030' | 'big5' | 'shift-jis' | 'ksc5601';

/** How many bytes the character that begins with these has, as far as they tell. */
export type CharacterExtent = 1 | 2 | 4 | 'more';

/** The length of the character at the head of `held`, in a printer's multi-byte mode. */
export function characterExtent(script: MultiByte, held: readonly number[]): CharacterExtent {
  const [lead = 0, second] = held;
  if (!isLead(script, lead)) return 1;
  if (second === undefined) return 'more';
  // GB 18030: a digit in the second place makes it four bytes; then each second place has a digit.
  if (script === 'gb18030' && second >= 0x30 && second <= 0x39) return held.length < 4 ? 'more' : 4;
  return second >= 0x40 || script === 'ksc5601' ? 2 : 1;
}

/** The character that these bytes are; U+FFFD when they are none. */
export function decodeCharacter(script: MultiByte, bytes: readonly number[]): string {
  const encoding = encodings[script];
  return encoding === null ? '\ufffd' : decoderOf(encoding).decode(Uint8Array.from(bytes));
}

/** A two-byte JIS code (`FS C 0`) as the Shift_JIS bytes of the same character. */
export function shiftJisOf([row = 0, cell = 0]: readonly number[]): [number, number] {
  const lead = (row + 1) >> 1;
  const upper = lead + (lead < 0x30 ? 0x70 : 0xb0);
  if (row % 2 === 0) return [upper, cell + 0x7e];
  return [upper, cell + (cell < 0x60 ? 0x1f : 0x20)];
}

const encodings: Readonly<Record<MultiByte, string | null>> = {
  none: null,
  gb18030: 'gb18030',
  big5: 'big5',
  'shift-jis': 'shift_jis',
  ksc5601: 'euc-kr',
};

const decoders = new Map<string, Decoder>();

type Decoder = InstanceType<typeof TextDecoder>;

function decoderOf(encoding: string): Decoder {
  const known = decoders.get(encoding) ?? new TextDecoder(encoding);
  decoders.set(encoding, known);
  return known;
}

function isLead(script: MultiByte, byte: number): boolean {
  switch (script) {
    case 'none':
      return false;
    case 'shift-jis':
      // A1h to DFh are the half-width kana.
      return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
    case 'gb18030':
    case 'big5':
      return byte >= 0x81 && byte <= 0xfe;
    case 'ksc5601':
      return byte >= 0xa1 && byte <= 0xfe;
  }
}
