/**
 * Codes of goods and parcels begin with the function character FNC1 (GS1 General Specifications; ISO/IEC 15417 and 18004
 * reserve it for that), and what follows can look like a payment code: 30 means "count of items" there. Readers leave the
 * character away, so it is put back as they transmit it elsewhere, and no such text is a payment code.
 */
export function ofGs1(text: string): string {
  return `\u001d${text}`;
}
