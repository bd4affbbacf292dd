import type { CodeDigits } from '#contract';

/**
 * A payment code of the shape that wallets give codes of this length; `routing` has three digits and stands only in the
 * longer ones. All begin with 28, which no card number does (Alipay+ payment codes, code format).
 */
export function newCodeValue(digits: CodeDigits, routing: string, random: (count: number) => string): string {
  switch (digits) {
    case 16:
    case 17:
    case 18:
    case 20:
      // AlipayCN's and AlipayHK's older codes: the third digit is never 9.
      return `280${random(digits - 3)}`;
    case 19:
      // Alipay+'s own: the third digit is 9, the sixth from the end 6.
      return `289${random(10)}6${random(5)}`;
    case 24:
    case 32:
      // Agreement digit 1, routing number, and 02: shown by the customer.
      return `281${routing}02${random(digits - 8)}`;
  }
}
