import type { Timer } from '#payment';

type Planned = { at: number; order: number; driving: boolean; run: (() => void) | null };

/** Virtual time: what happens next, in order, without ever sleeping. Milliseconds since the world began. */
export class Timeline {
  readonly #heap: Planned[] = [];
  #nowMs = 0;
  #orders = 0;
  #driving = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** How many planned things move the world by themselves: messages, people, restarts; not a process's timers. */
  get drivingLeft(): number {
    return this.#driving;
  }

  /** Plans `run` for `afterMs` from now, in whole milliseconds. Things planned for the same instant run in the order of their planning. */
  plan(afterMs: number, run: () => void, driving: boolean): Timer {
    const planned: Planned = { at: this.#nowMs + Math.max(0, Math.round(afterMs)), order: this.#orders, driving, run };
    this.#orders += 1;
    if (driving) this.#driving += 1;
    this.#push(planned);
    return {
      cancel: () => {
        if (planned.run === null) return;
        planned.run = null;
        if (driving) this.#driving -= 1;
      },
    };
  }

  /** Runs the next thing, unless it comes after `untilMs`; false when nothing was left to run. */
  step(untilMs: number): boolean {
    for (let next = this.#heap[0]; next !== undefined; next = this.#heap[0]) {
      if (next.run !== null && next.at > untilMs) return false;
      this.#pop();
      const { run } = next;
      if (run === null) continue;
      next.run = null;
      if (next.driving) this.#driving -= 1;
      this.#nowMs = next.at;
      run();
      return true;
    }
    return false;
  }

  #push(planned: Planned): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(planned);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || !isBefore(planned, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = planned;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let childIndex = index * 2 + 1;
      let child = heap[childIndex];
      const right = heap[childIndex + 1];
      if (child !== undefined && right !== undefined && isBefore(right, child)) {
        childIndex += 1;
        child = right;
      }
      if (child === undefined || !isBefore(child, last)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
  }
}

function isBefore(a: Planned, b: Planned): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
