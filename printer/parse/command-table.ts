import { counted16, fixed, type CommandForm } from './command-form.ts';
import * as data from './data-forms.ts';

/** How a command is called in the reference, and how far it reaches. */
export type CommandRule = { name: string; form: CommandForm };

/** The rule for a command by its first two bytes; undefined when the reference has none. */
export function commandRule(lead: number, second: number): CommandRule | undefined {
  return rules.get(lead * 0x100 + second);
}

/** Single bytes that are commands. */
export const controlNames: ReadonlyMap<number, string> = new Map([
  [0x09, 'HT'],
  [0x0a, 'LF'],
  [0x0c, 'FF'],
  [0x0d, 'CR'],
  [0x18, 'CAN'],
]);

/** Bytes that begin a command of more than one. */
export const leadNames: ReadonlyMap<number, string> = new Map([
  [0x10, 'DLE'],
  [0x1b, 'ESC'],
  [0x1c, 'FS'],
  [0x1d, 'GS'],
]);

const rules = new Map<number, CommandRule>();

// Lengths are those of Epson's ESC/POS command reference for its TM printers.
takesNothing(0x1b, '2 < @ L S i m o q v');
takes(0x1b, 1, 'SP ! % - 3 = ? E F G J K M R T U V a d e r t u {');
takes(0x1b, 2, '$ \\ f');
takes(0x1b, 3, 'p');
takes(0x1b, 8, 'W');
add(0x1b, 0x0c, 'ESC FF', fixed(2, 0));
add(0x1b, 0x63, 'ESC c', fixed(2, 2));
add(0x1b, 0x26, 'ESC &', data.userCharacters);
add(0x1b, 0x28, 'ESC (', counted16(5, 3));
add(0x1b, 0x2a, 'ESC *', data.bitImage);
add(0x1b, 0x44, 'ESC D', data.tabStops);

takesNothing(0x1c, '& .');
takes(0x1c, 1, '! - C W');
takes(0x1c, 2, '? S p');
add(0x1c, 0x28, 'FS (', counted16(5, 3));
add(0x1c, 0x32, 'FS 2', fixed(2, 2 + 72)); // a character of 24 × 24 dots
add(0x1c, 0x67, 'FS g', data.userMemory);
add(0x1c, 0x71, 'FS q', data.storedPictures);

takesNothing(0x1d, ': c');
takes(0x1d, 1, '! / B E H I T a b f h j r w');
takes(0x1d, 2, '$ L P W \\');
takes(0x1d, 3, '^ z');
add(0x1d, 0x0c, 'GS FF', fixed(2, 0));
add(0x1d, 0x28, 'GS (', counted16(5, 3));
add(0x1d, 0x2a, 'GS *', data.downloadedImage);
add(0x1d, 0x38, 'GS 8', data.longGraphics);
add(0x1d, 0x43, 'GS C', data.counter);
add(0x1d, 0x44, 'GS D', data.bitmapFile);
add(0x1d, 0x51, 'GS Q', data.columnImage);
add(0x1d, 0x56, 'GS V', data.cut);
add(0x1d, 0x67, 'GS g', fixed(2, 4));
add(0x1d, 0x6b, 'GS k', data.barcode);
add(0x1d, 0x76, 'GS v', data.rasterImage);

add(0x10, 0x04, 'DLE EOT', data.realTimeStatus);
add(0x10, 0x05, 'DLE ENQ', fixed(2, 1));
add(0x10, 0x14, 'DLE DC4', data.realTimeAction);

function takesNothing(lead: number, names: string): void {
  takes(lead, 0, names);
}

function takes(lead: number, parameters: number, names: string): void {
  for (const name of names.split(' ')) {
    const second = name === 'SP' ? 0x20 : (name.codePointAt(0) ?? 0);
    add(lead, second, `${leadNames.get(lead) ?? ''} ${name}`, fixed(2, parameters));
  }
}

function add(lead: number, second: number, name: string, form: CommandForm): void {
  rules.set(lead * 0x100 + second, { name, form });
}
