/** What a run visited and refused: a fuzz that reaches nothing proves nothing. */
export class Tally {
  messages = 0;
  readonly stages = new Map<string, number>();
  readonly replies = new Map<string, number>();
  readonly records = new Map<string, number>();

  count(of: 'stages' | 'replies' | 'records', name: string): void {
    this[of].set(name, (this[of].get(name) ?? 0) + 1);
  }
}
