import * as z from 'zod';

import type { EpochMs } from '#payment';
import { isResultCode, type ResultCode } from '#protocol';

import type { Database, Row } from './database.ts';

/** What a phone that scanned an order's code does with the order, for as long as nobody has paid it. */
export type Scan =
  /** It shows the order; its owner may pay. */
  | { kind: 'asking' }
  /** Its owner pressed Pay, and the wallet says nothing more. */
  | { kind: 'silent' }
  /** Its owner or the wallet refused; other phones may still pay. */
  | { kind: 'refused'; code: ResultCode; endedAt: EpochMs };

/** Which wallets scanned which orders' codes. */
export type ScanStore = {
  of(paymentRequestId: string, walletId: string): Scan | undefined;
  /** Whether any wallet has scanned this order's code. */
  isScanned(paymentRequestId: string): boolean;
  keep(paymentRequestId: string, walletId: string, scan: Scan): void;
};

export function scanStore(db: Database): ScanStore {
  return {
    of: (id, walletId) =>
      readScan(db.row('SELECT * FROM scan WHERE payment_request_id = ? AND wallet_id = ?', id, walletId)),
    isScanned: (id) => db.row('SELECT 1 AS found FROM scan WHERE payment_request_id = ? LIMIT 1', id) !== undefined,
    keep(id, walletId, scan) {
      const [code, endedAt] = scan.kind === 'refused' ? [scan.code, scan.endedAt] : [null, null];
      db.run('INSERT OR REPLACE INTO scan VALUES (?, ?, ?, ?, ?)', id, walletId, scan.kind, code, endedAt);
    },
  };
}

const ScanRow = z.discriminatedUnion('state', [
  z.object({ state: z.literal('asking') }),
  z.object({ state: z.literal('silent') }),
  z.object({
    state: z.literal('refused'),
    code: z.custom<ResultCode>((code) => typeof code === 'string' && isResultCode(code)),
    ended_at: z.int(),
  }),
]);

function readScan(stored: Row | undefined): Scan | undefined {
  if (stored === undefined) return undefined;
  const row = ScanRow.parse(stored);
  return row.state === 'refused' ? { kind: 'refused', code: row.code, endedAt: row.ended_at } : { kind: row.state };
}
