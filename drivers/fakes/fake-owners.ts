import type { Owners } from '../scanner/service/owners.ts';

/** Who has which device, on a machine of the test's own; several services may share one. */
export class FakeOwners implements Owners {
  readonly taken = new Set<string>();

  take(path: string): Promise<(() => void) | null> {
    if (this.taken.has(path)) return Promise.resolve(null);
    this.taken.add(path);
    return Promise.resolve(() => void this.taken.delete(path));
  }
}
