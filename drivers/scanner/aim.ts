/** `]`, a letter for the symbology, a modifier: ISO/IEC 15424. */
const aimForm = /^\][A-Za-z][0-9A-Za-z]/;
export const aimChars = 3;

/** The AIM identifier that a text begins with; null when it begins with none. */
export function aimAtStart(text: string): string | null {
  return aimForm.test(text) ? text.slice(0, aimChars) : null;
}

/** The AIM identifier that three bytes are; null for zeros and for anything else. */
export function aimOfBytes(first: number, second: number, third: number): string | null {
  return first === 0x5d ? aimAtStart(String.fromCharCode(first, second, third)) : null;
}
