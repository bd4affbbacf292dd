import { upperHalves } from './code-page-tables.ts';

/** What a code table of `ESC t n` is called, and its characters from 80h to FFh; null for one that this printer does not know. */
export type CodePage = { name: string; upper: string | null };

/** The code table that `ESC t n` selects; undefined for an n that has none, which leaves the table as it is. */
export function codePage(number: number): CodePage | undefined {
  return codePages.get(number);
}

const katakana =
  '▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯\u00a0' +
  Array.from({ length: 63 }, (_, index) => String.fromCodePoint(0xff61 + index)).join('') +
  '═╞╪╡◢◣◥◤♠♥♦♣●○╱╲╳円年月日時分秒〒市区町村人▒\ufffd';

// ESC t n, ESC/POS reference. Null: rarer tables, whose characters are not entered here; they come out as boxes.
const codePages: ReadonlyMap<number, CodePage> = new Map(
  (
    [
      [0, 'PC437', upperHalves.pc437],
      [1, 'Katakana', katakana],
      [2, 'PC850', upperHalves.pc850],
      [3, 'PC860', upperHalves.pc860],
      [4, 'PC863', upperHalves.pc863],
      [5, 'PC865', upperHalves.pc865],
      [6, 'Hiragana', null],
      [7, 'One-pass Kanji 1', null],
      [8, 'One-pass Kanji 2', null],
      [11, 'PC851', null],
      [12, 'PC853', null],
      [13, 'PC857', upperHalves.pc857],
      [14, 'PC737', upperHalves.pc737],
      [15, 'ISO8859-7', upperOf('iso-8859-7')],
      [16, 'WPC1252', upperOf('windows-1252')],
      [17, 'PC866', upperOf('ibm866')],
      [18, 'PC852', upperHalves.pc852],
      [19, 'PC858', upperHalves.pc858],
      [20, 'Thai character code 42', null],
      [21, 'Thai character code 11', upperOf('windows-874')],
      [22, 'Thai character code 13', null],
      [23, 'Thai character code 14', null],
      [24, 'Thai character code 16', null],
      [25, 'Thai character code 17', null],
      [26, 'Thai character code 18', upperOf('windows-874')],
      [30, 'TCVN-3 small', null],
      [31, 'TCVN-3 capital', null],
      [32, 'PC720', null],
      [33, 'WPC775', upperHalves.pc775],
      [34, 'PC855', upperHalves.pc855],
      [35, 'PC861', upperHalves.pc861],
      [36, 'PC862', upperHalves.pc862],
      [37, 'PC864', null],
      [38, 'PC869', upperHalves.pc869],
      [39, 'ISO8859-2', upperOf('iso-8859-2')],
      [40, 'ISO8859-15', upperOf('iso-8859-15')],
      [45, 'WPC1250', upperOf('windows-1250')],
      [46, 'WPC1251', upperOf('windows-1251')],
      [47, 'WPC1253', upperOf('windows-1253')],
      [48, 'WPC1254', upperOf('windows-1254')],
      [49, 'WPC1255', upperOf('windows-1255')],
      [50, 'WPC1256', upperOf('windows-1256')],
      [51, 'WPC1257', upperOf('windows-1257')],
      [52, 'WPC1258', upperOf('windows-1258')],
      [254, 'space page 254', null],
      [255, 'space page 255', null],
    ] as const
  ).map(([number, name, upper]) => [number, { name, upper }]),
);

function upperOf(encoding: string): string {
  const decoder = new TextDecoder(encoding);
  return Array.from({ length: 128 }, (_, index) => {
    const character = decoder.decode(Uint8Array.of(0x80 + index));
    // The web's mapping fills holes with C1 controls, which no printer prints.
    return character >= '\u0080' && character < '\u00a0' ? '\ufffd' : character;
  }).join('');
}
