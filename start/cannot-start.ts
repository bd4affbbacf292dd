/** Why the product cannot start, in one sentence for the person who started it. */
export class CannotStart extends Error {}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
