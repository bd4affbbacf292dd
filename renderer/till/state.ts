import { create } from 'zustand';

import type {
  CannotRun,
  Command,
  Details,
  LostScan,
  NotSelling,
  Refusal,
  Scanned,
  ScannerVia,
  ScanProblem,
  Snapshot,
  Stage,
  TrayCard,
} from '#contract';
import type { AmountEntry, misfitOf, PaymentRequestId, SaleId } from '#payment';

import { readPreferences, type Preferences } from './preferences.ts';

/** Something that came of what the cashier just did, said in the message line until the next act. */
export type Problem =
  | { of: 'scan'; why: ScanProblem | LostScan | 'linkLost' | 'restarted' }
  /** What was scanned was the code to try a scanner with. */
  | { of: 'test-code' }
  | { of: 'refused'; why: Refusal }
  /** The host was silent: what was asked may have been done or not. */
  | { of: 'unanswered' }
  /** The key was not taken. */
  | { of: 'key'; why: NonNullable<ReturnType<typeof misfitOf>> | 'too-soon' }
  /** The time of the code that was scanned first is over. */
  | { of: 'held' }
  /** Another screen of this till confirmed an amount first: what is shown is that one's. */
  | { of: 'other-screen' };

/** The host asks: the same amount is in the tray. `charge` is what was confirmed, `elapsedMs` that payment's age then. */
export type SameAmount = {
  charge: Command & { do: 'charge' };
  paymentRequestId: PaymentRequestId;
  elapsedMs: number;
};

/** What came of the last scan, and when, on the page's monotonic clock, ms. */
export type LastScan = { via: ScannerVia | 'wedge' | 'camera'; scanned: Scanned; at: number };

export type Place = 'sale' | 'payments' | 'settings';

export type TillState = {
  /** The host's truth, as it was last heard. */
  snapshot: Snapshot | null;
  /** When it was heard, on the page's monotonic clock, ms. */
  heardAt: number;
  link: 'connecting' | 'open' | 'lost';
  cannotRun: { why: CannotRun; detail: string; file: string } | null;
  /** A new till, which has no backend yet: the address that it was started with. */
  unpaired: { backend: string | null } | null;

  /** What the cashier is keying, and what stood there before each key, so that a scanner's keys can be taken back. */
  entry: AmountEntry | null;
  before: readonly AmountEntry[];
  /** The confirmed amount that the host has not answered for: a second press does nothing. */
  charging: SaleId | null;
  /** The question "Same customer?". */
  sameAmount: SameAmount | null;
  /** On a small screen the tray is one button; pressed, it is a list. */
  trayOpen: boolean;
  /** Grows with every wish to have the focus in the tray. */
  trayAsked: number;
  /** The cards that turned last, to be announced once. */
  turned: readonly TrayCard[];
  /** The result that was left here, until the host does not show it any more. */
  left: PaymentRequestId | null;
  /** The payment that the question "Stop?" is about. */
  stopAsked: PaymentRequestId | null;
  /** The payment whose code is closed to scan the customer's instead: the sale goes on there when nothing was taken. */
  thenScan: PaymentRequestId | null;
  /** Stop was confirmed here, until the host shows what comes of it. */
  stopping: PaymentRequestId | null;
  /** The code being typed by hand; null while the field is closed. In memory only. */
  typedCode: string | null;

  place: Place;
  chosen: PaymentRequestId | null;
  details: Details | 'loading' | 'none';
  problem: Problem | null;
  lastScan: LastScan | null;
  /** When a scanner that types was last heard, ms since 1970. */
  lastWedgeScanAt: number | null;
  preferences: Preferences;
};

export const useTill = create<TillState>(() => ({
  snapshot: null,
  heardAt: 0,
  link: 'connecting',
  cannotRun: null,
  unpaired: null,
  entry: null,
  before: [],
  charging: null,
  sameAmount: null,
  trayOpen: false,
  trayAsked: 0,
  turned: [],
  left: null,
  stopAsked: null,
  thenScan: null,
  stopping: null,
  typedCode: null,
  place: 'sale',
  chosen: null,
  details: 'none',
  problem: null,
  lastScan: null,
  lastWedgeScanAt: null,
  preferences: readPreferences(),
}));

const idle: Stage = { at: 'idle' };

/** What the work pane shows: the host's stage, except that a result which was left here is gone at once. */
export function stageOf(state: Pick<TillState, 'snapshot' | 'left'>): Stage {
  const stage = state.snapshot?.stage ?? idle;
  return stage.at === 'outcome' && stage.paymentRequestId === state.left ? idle : stage;
}

/** What keeps this till from starting a payment, gravest first. */
export function blockOf(state: Pick<TillState, 'snapshot' | 'link'>): NotSelling | 'lost' | 'away' | null {
  if (state.link === 'lost') return 'lost';
  if (state.snapshot === null) return null;
  return state.snapshot.notSelling ?? (state.snapshot.connection === 'away' ? 'away' : null);
}
