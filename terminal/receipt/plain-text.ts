/**
 * What somebody else wrote, as paper may show it: composed (NFC, so that nothing becomes markup later), in one line, and without
 * controls and signs that turn the direction of reading, which can make an amount look like another (Unicode UTR 36, 3.8).
 */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(lineEnds, ' ')
    .replace(invisible, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

const lineEnds = /[\t\n\v\f\r\u0085\u2028\u2029]/g;

/** Controls, unassigned and private signs; of the format signs the two joiners and a picture's tags stay, which are spelling. */
const invisible = /(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu;
