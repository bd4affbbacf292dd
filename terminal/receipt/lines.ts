/** How a line of text stands out. */
export type Weight = 'plain' | 'strong' | 'inverse' | 'tall' | 'large';

/** A sheet of paper as a list; its texts are plain, whoever wrote them, and become markup in one place. */
export type Line =
  | { is: 'text'; text: string; weight: Weight; at: 'left' | 'centre' }
  /** On one line where it fits: the name on the left, the value on the right; else one below the other. */
  | { is: 'pair'; name: string; value: string }
  | { is: 'rule' }
  | { is: 'gap' }
  /** Code 128 with its text below. */
  | { is: 'barcode'; data: string }
  /** `cellDots`: of the printer, for each of its squares. */
  | { is: 'qr'; data: string; cellDots: number; level: 'm' | 'q' };

export const rule: Line = { is: 'rule' };
export const gap: Line = { is: 'gap' };

export function centred(text: string, weight: Weight = 'plain'): Line {
  return { is: 'text', text, weight, at: 'centre' };
}

export function left(text: string): Line {
  return { is: 'text', text, weight: 'plain', at: 'left' };
}

export function pair(name: string, value: string): Line {
  return { is: 'pair', name, value };
}
