/** What one report gives: a part of a code, nothing of a code, or something that does not read. */
export type ReportReading =
  | { is: 'part'; aim: string | null; data: Uint8Array; isLast: boolean }
  | { is: 'other' }
  /** `isLast`: no report of the same code follows, as far as that can be told. */
  | { is: 'garbled'; isLast: boolean };

export const otherReport: ReportReading = { is: 'other' };
