import { pairingCodeLength, showPairingCode } from '#contract';

/** The letters and digits of a code, in what stands in the field: what people take for another is put right. */
export function codeIn(text: string): string {
  return text
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-HJKMNP-TV-Z]/g, '')
    .slice(0, pairingCodeLength);
}

/** In two groups, the hyphen as soon as there is something after it. */
export function inGroups(code: string): string {
  return code.length > pairingCodeLength / 2 ? showPairingCode(code) : code;
}

/** Where the caret belongs after the field was written anew: behind as many letters of the code as before. */
export function caretAfter(text: string, caret: number): number {
  return inGroups(codeIn(text.slice(0, caret))).length;
}
