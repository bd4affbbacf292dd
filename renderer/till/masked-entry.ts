/** A code as it stands in the field: all but the last four digits are dots, one for each. */
export function masked(code: string): string {
  return '•'.repeat(Math.max(0, code.length - 4)) + code.slice(-4);
}

/** The longest that is kept, so that a paste of anything ends somewhere. */
const charsMax = 64;

/**
 * The code after the field was changed: `shown` is what stands in the field now, `caret` where the caret is. Dots stand
 * for the digits at their places, so an edit in the middle or a paste over everything comes out right.
 */
export function editMasked(code: string, shown: string, caret: number): string {
  const before = masked(code);
  const tail = shown.length - caret;
  const kept = Math.max(0, before.length - tail);
  let start = 0;
  while (start < Math.min(caret, kept) && before[start] === shown[start]) start++;
  const added = shown.slice(start, caret).replace(/[\s•-]/g, '');
  return (code.slice(0, start) + added + code.slice(kept)).slice(0, charsMax);
}
