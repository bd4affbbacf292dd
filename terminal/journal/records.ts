import { AttemptRecord, Amount, PaymentRequestId, SaleId, TerminalId } from '#payment';
import * as z from 'zod';

import { DrawerRecord, PrintRecord } from '../printing/print-records.ts';
import { Environment } from '../settings/settings.ts';

/** Record 1. `previousHead` chains a new generation to an old journal; null for the first. */
const JournalOpened = z.strictObject({
  kind: z.literal('journal.opened'),
  terminal: TerminalId,
  environment: Environment,
  generation: z.number().int().min(1),
  previousHead: z.string().nullable(),
});

/** `despite`: the payment of the same amount that still waited in the tray, and the cashier said: another customer. */
const SaleOpened = z.strictObject({
  kind: z.literal('sale.opened'),
  saleId: SaleId,
  amount: Amount,
  despite: PaymentRequestId.nullable(),
});

/** Version 1, from before there was a tray. */
const SaleOpenedBefore = SaleOpened.omit({ despite: true }).transform((record) => ({ ...record, despite: null }));

/** Facts of the till itself. */
const TillRecord = z.discriminatedUnion('kind', [
  JournalOpened,
  z.strictObject({ kind: z.literal('boot'), bootId: z.string().min(1).max(64) }),
  SaleOpened,
  z.strictObject({
    kind: z.literal('sale.closed'),
    why: z.enum(['back', 'done', 'restart']),
  }),
  /** The open payment left the work pane for the tray. */
  z.strictObject({ kind: z.literal('sale.parked') }),
  /** A card of the tray came back to the work pane. */
  z.strictObject({ kind: z.literal('sale.taken') }),
  /** The cashier has seen the outcome. */
  z.strictObject({ kind: z.literal('acknowledged'), again: z.boolean() }),
]);

/** Everything that this version writes. `security` without an attempt is about the till. */
export const JournalRecord = z.discriminatedUnion('kind', [TillRecord, AttemptRecord, PrintRecord, DrawerRecord]);
export type JournalRecord = z.infer<typeof JournalRecord>;

/** The version that a kind is written in. Old versions are read for ever; a new one gets its own reader beside the old. */
export function recordVersion(kind: string): number {
  return versionTwo.has(kind) ? 2 : 1;
}

/** Since 2: `despite`; an order's code; that it is off; the store's word beside a success. */
const versionTwo: ReadonlySet<string> = new Set(['sale.opened', 'evidence', 'shown', 'final']);

const kinds: ReadonlySet<string> = new Set([TillRecord, AttemptRecord, PrintRecord, DrawerRecord].flatMap(kindsOf));

export type ReadRecord = { is: 'record'; record: JournalRecord } | { is: 'unknown-kind' } | { is: 'unreadable' };

/** Reads a row's body. A kind or version of a newer till is told apart from damage. */
export function readRecord(kind: string, version: number, body: string): ReadRecord {
  if (!kinds.has(kind) || version > recordVersion(kind)) return { is: 'unknown-kind' };
  const reader = kind === 'sale.opened' && version === 1 ? SaleOpenedBefore : JournalRecord;
  const record = reader.safeParse(parsed(body));
  return record.success && record.data.kind === kind ? { is: 'record', record: record.data } : { is: 'unreadable' };
}

const attemptKinds: ReadonlySet<string> = new Set(kindsOf(AttemptRecord));

/** Whether a record is one of an attempt's, which `fold` reads. */
export function isAttemptRecord(record: JournalRecord): record is AttemptRecord {
  return attemptKinds.has(record.kind);
}

function kindsOf(union: { options: readonly { shape: { kind: z.ZodLiteral<string> } }[] }): string[] {
  return union.options.flatMap((option) => [...option.shape.kind.values]);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
