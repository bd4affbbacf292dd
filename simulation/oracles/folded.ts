import { fold, type AttemptRecord, type Facts } from '#payment';

/** What the records say; null where they contradict each other or begin with no intent. */
export function foldOrNull(records: readonly AttemptRecord[]): Facts | null {
  try {
    return fold(records);
  } catch {
    return null;
  }
}
