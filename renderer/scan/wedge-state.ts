import type { RunKey } from './wedge-reading.ts';
import type { WedgeSettings } from './wedge-settings.ts';

/**
 * What a person's keys would do now: key an amount, key the next amount over a result, fill the code field, or nothing.
 */
export type WedgeMode = 'amount' | 'result' | 'field' | 'none';

/** What keys would do, and what is known of the scanner; null where nobody has set it up. */
export type WedgeSetting = { mode: WedgeMode; settings: WedgeSettings | null };

export type WedgeEvent =
  /** `char` by the layout, `byCode` by the key's place on a US keyboard; a scanner types places. */
  | { type: 'char'; at: number; char: string; byCode: string; repeat: boolean }
  | { type: 'end'; at: number; key: 'Enter' | 'Tab' }
  /** Any other key, such as Escape, Backspace or F1. */
  | { type: 'other'; at: number }
  /** Time passed. */
  | { type: 'tick'; at: number };

export type WedgeAction =
  /** A person's key: it counts. */
  | { do: 'type'; char: string }
  /** The last keys were a scanner's: take them back. */
  | { do: 'rollback'; keys: number }
  | { do: 'scan'; text: string }
  /** The end of a scan did not come. */
  | { do: 'half' }
  /** An Enter was held to be the scanner's although a person has keyed since the scan: it did nothing, and is to be said. */
  | { do: 'too-soon' };

export type WedgeState = {
  run: readonly RunKey[];
  /** The run is known to be a scanner's. */
  burst: boolean;
  /** It is known by a prefix that it begins with: no key of it is a person's. */
  prefixed: boolean;
  /** Until then Enter and Tab belong to the last scan. */
  quietUntil: number;
  /** Until then digits belong to the last scan, which ended by silence alone. */
  tailUntil: number;
};

export type WedgeStep = {
  state: WedgeState;
  actions: WedgeAction[];
  /** The key goes no further: no field, no button and no shortcut sees it. */
  swallow: boolean;
};

export const wedgeAtRest: WedgeState = {
  run: [],
  burst: false,
  prefixed: false,
  quietUntil: -Infinity,
  tailUntil: -Infinity,
};

/** An amount is being keyed, or the next one over a result. */
export function isAmountKeyed(mode: WedgeMode): boolean {
  return mode === 'amount' || mode === 'result';
}
