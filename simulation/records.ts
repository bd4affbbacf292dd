import type { AttemptRecord, Proof } from '#payment';

import type { Request } from './messages.ts';
import type { Showing } from './tier.ts';

/** Whether the journal holds what must be durable before this request leaves (R1). */
export function isCovered(facts: readonly AttemptRecord[], op: Request['op'], number: number): boolean {
  if (!facts.some(({ kind }) => kind === 'pay.intent')) return false;
  if (op === 'inquire' || op === 'probe') return true;
  if (op === 'cancel') return facts.some(({ kind }) => kind === 'cancel.intent' || kind === 'void.intent');
  return number === 1 || facts.some((record) => record.kind === 'tx' && record.number >= number);
}

export function isCodeOff(record: AttemptRecord): boolean {
  return record.kind === 'shown' && record.outcome === 'code-off';
}

/** From this record on its code is not to be seen. */
export function endsCode(record: AttemptRecord): boolean {
  return isCodeOff(record) || record.kind === 'cancel.intent' || record.kind === 'final';
}

/** Whether the journal holds the final that is shown. */
export function isFinalDurable(facts: readonly AttemptRecord[], shows: Showing): boolean {
  switch (shows) {
    case 'open':
      return true;
    case 'conflict':
      return facts.some(({ kind }) => kind === 'conflict');
    case 'voided':
      return facts.some((record) => record.kind === 'void.final' && record.outcome === 'voided');
    case 'paid':
      return proofOfPayment(facts) !== null;
    default:
      return facts.some((record) => record.kind === 'final' && record.outcome === shows);
  }
}

/** Why it is PAID: its final, or after a conflict the answer that ended its void (row F10). */
export function proofOfPayment(facts: readonly AttemptRecord[]): Proof | null {
  for (const record of facts) {
    if (record.kind === 'final' && record.outcome === 'paid') return record.proof;
    if (record.kind === 'void.final' && record.outcome === 'refused') return record.proof;
  }
  return null;
}

/** Whether somebody said, to be believed or to be asked about, that it was paid. */
export function saysSuccess(record: AttemptRecord): boolean {
  if (record.kind === 'evidence' || record.kind === 'final') return record.success !== null;
  return record.kind === 'hint' && (record.says === 'succeeded' || record.says === 'conflict');
}

export function nameOf(record: AttemptRecord): string {
  switch (record.kind) {
    case 'final':
      return `final ${record.outcome}${record.unwanted ? ' unwanted' : ''} ${record.code ?? ''}`.trim();
    case 'shown':
      return `shown ${record.outcome}`;
    case 'void.final':
      return `void.final ${record.outcome}`;
    case 'cancel.intent':
      return `cancel.intent ${record.by}`;
    default:
      return record.kind;
  }
}
