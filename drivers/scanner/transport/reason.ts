/** What was thrown, as text for the log. node-hid throws and emits plain strings. */
export function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
