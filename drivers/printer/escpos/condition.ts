import type { PrinterLevel, PrinterTrouble } from '#contract';

import type { RealTimeQuestion } from './commands.ts';

/** What a printer has said of itself; null where it has not. */
export type Condition = {
  cover: 'open' | 'closed' | null;
  paper: 'ok' | 'low' | 'out' | null;
  fault: 'none' | 'cutter' | 'overheat' | 'unknown' | null;
  isOffline: boolean | null;
  drawerLevel: PrinterLevel | null;
};

export const nothingSaid: Condition = { cover: null, paper: null, fault: null, isOffline: null, drawerLevel: null };

/** `DLE EOT n`, by Epson's reference. */
export function afterRealTime(known: Condition, n: RealTimeQuestion, byte: number): Condition {
  switch (n) {
    case 1:
      return { ...known, isOffline: has(byte, 3), drawerLevel: has(byte, 2) ? 'high' : 'low' };
    case 2:
      return {
        ...known,
        cover: has(byte, 2) ? 'open' : 'closed',
        paper: has(byte, 5) ? 'out' : known.paper === 'low' ? 'low' : 'ok',
        fault: !has(byte, 6) ? 'none' : known.fault === null || known.fault === 'none' ? 'unknown' : known.fault,
      };
    case 3:
      // Bit 6: it goes on by itself, as one does that has become too hot.
      return { ...known, fault: faultOf(has(byte, 3), has(byte, 5), has(byte, 6)) };
    case 4:
      return { ...known, paper: has(byte, 5) || has(byte, 6) ? 'out' : has(byte, 2) || has(byte, 3) ? 'low' : 'ok' };
  }
}

/** The four bytes of an automatic status (ASB), by Epson's reference. */
export function afterAutomatic([first, second, third]: readonly number[]): Condition {
  const [one, two, three] = [first ?? 0, second ?? 0, third ?? 0];
  return {
    cover: has(one, 5) ? 'open' : 'closed',
    paper: has(three, 2) || has(three, 3) ? 'out' : has(three, 0) || has(three, 1) ? 'low' : 'ok',
    fault: faultOf(has(two, 3), has(two, 5), has(two, 6)),
    isOffline: has(one, 3),
    drawerLevel: has(one, 2) ? 'high' : 'low',
  };
}

/** What keeps it from printing, or will soon: what a person can mend first. Null: it prints. */
export function troubleOf({ cover, paper, fault, isOffline }: Condition): PrinterTrouble | null {
  if (cover === 'open') return 'cover-open';
  if (paper === 'out') return 'paper-out';
  if (fault === 'cutter' || fault === 'overheat' || fault === 'unknown') return fault;
  if (isOffline === true) return 'offline';
  return paper === 'low' ? 'paper-low' : null;
}

/** As `troubleOf`, where it keeps it from printing now. */
export function obstacleOf(condition: Condition): PrinterTrouble | null {
  const trouble = troubleOf(condition);
  return trouble === 'paper-low' ? null : trouble;
}

function faultOf(cutter: boolean, unrecoverable: boolean, recovers: boolean): Condition['fault'] {
  if (cutter) return 'cutter';
  if (unrecoverable) return 'unknown';
  return recovers ? 'overheat' : 'none';
}

function has(byte: number, bit: number): boolean {
  return ((byte >> bit) & 1) === 1;
}
