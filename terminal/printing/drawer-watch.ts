import type { DeviceId, Printer } from '#contract';
import type { Clock } from '#payment';

import type { Books } from '../books.ts';
import { drawerSeenPerMinuteMax } from './print-limits.ts';

export type DrawerWatchPorts = { clock: Pick<Clock, 'monoMs'>; timeScale: number; books: Pick<Books, 'note'> };

/** Records what the switches of the drawers say, whoever opened them: also a key, or a hand. */
export class DrawerWatch {
  readonly #ports: DrawerWatchPorts;
  readonly #last = new Map<DeviceId, 'open' | 'closed'>();
  #recordedAt: number[] = [];

  constructor(ports: DrawerWatchPorts) {
    this.#ports = ports;
  }

  look(printers: readonly Printer[]): void {
    for (const { id, drawer } of printers) {
      const before = this.#last.get(id);
      if (drawer === 'unknown' || drawer === before) continue;
      this.#last.set(id, drawer);
      // That it is closed when it is seen first is no news.
      if (before !== undefined || drawer === 'open') this.#record(id, drawer);
    }
  }

  /** Nobody looks at them any more: what comes next is seen first again. */
  forget(): void {
    this.#last.clear();
  }

  #record(printer: DeviceId, is: 'open' | 'closed'): void {
    const { clock, timeScale, books } = this.#ports;
    const now = clock.monoMs();
    this.#recordedAt = this.#recordedAt.filter((at) => now - at < 60_000 * timeScale);
    if (this.#recordedAt.length >= drawerSeenPerMinuteMax) return;
    this.#recordedAt.push(now);
    void books.note([{ sale: null, attempt: null, actor: 'host', record: { kind: 'drawer.seen', printer, is } }]);
  }
}
