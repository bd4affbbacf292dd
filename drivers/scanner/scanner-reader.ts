import type { ReportLayout } from '#contract';

import type { ChosenLayout } from './hid-pos/report-reader.ts';

/** What turns the bytes of one open scanner into readings, which it says by itself. */
export interface ScannerReader {
  /** How it cuts reports; null for a serial scanner. */
  readonly layout: ReportLayout | null;
  /** Gives what may be kept of these bytes. */
  take(bytes: Uint8Array): { aim: string | null; reportId: number | null };
  choose(chosen: ChosenLayout | null): void;
  /** Nothing more comes: half a code is lost. */
  end(): void;
}
