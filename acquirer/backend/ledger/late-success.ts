import type { AttemptRecord } from '#payment';

/** A success was told or seen after the final that said no, and nothing has been made of it yet (row 26). */
export function hasLateSuccess(records: readonly AttemptRecord[]): boolean {
  const final = records.findIndex(({ kind }) => kind === 'final');
  if (final < 0 || records.some(({ kind }) => kind === 'conflict')) return false;
  return records.slice(final + 1).some(saysSuccess);
}

function saysSuccess(record: AttemptRecord): boolean {
  if (record.kind === 'evidence') return record.success !== null;
  return record.kind === 'hint' && (record.says === 'succeeded' || record.says === 'conflict');
}
