import type { PlugEvents } from '../scanner/transport/plug-events.ts';

/** Plug events that a test causes. */
export class FakePlugs implements PlugEvents {
  readonly #isThere: boolean;
  #changed: () => void = () => undefined;

  constructor(isThere = true) {
    this.#isThere = isThere;
  }

  change(): void {
    this.#changed();
  }

  start(changed: () => void): Promise<boolean> {
    if (this.#isThere) this.#changed = changed;
    return Promise.resolve(this.#isThere);
  }

  stop(): Promise<void> {
    this.#changed = () => undefined;
    return Promise.resolve();
  }
}
