import type { ConditionChange, Trouble } from './condition.ts';

/** What is to happen once so many more bytes or lines have gone by. */
export class TroublePlan {
  #left: { trouble: Trouble; count: number }[] = [];

  add(trouble: Trouble): void {
    this.#left.push({ trouble, count: trouble.after });
  }

  /** How many may still go by before the next one is due. */
  left(of: Trouble['of']): number {
    return Math.min(Infinity, ...this.#left.filter(({ trouble }) => trouble.of === of).map(({ count }) => count));
  }

  count(of: Trouble['of'], passed: number): void {
    for (const one of this.#left) if (one.trouble.of === of) one.count -= passed;
  }

  /** What is due now; each is given once. */
  due(): ConditionChange[] {
    if (this.#left.length === 0) return [];
    const due = this.#left.filter(({ count }) => count <= 0);
    if (due.length > 0) this.#left = this.#left.filter(({ count }) => count > 0);
    return due.map(({ trouble }) => trouble.becomes);
  }
}
