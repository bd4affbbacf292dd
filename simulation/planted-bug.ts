import { noBugs, type Planted } from './planted.ts';

/** A mistake somebody could make, and the invariants that must notice it. */
export type PlantedBug = { planted: Planted; violates: readonly string[] };

export function tillBug(name: string, violates: readonly string[], change: Partial<Planted>): PlantedBug {
  return { planted: { ...noBugs, ...change, tier: 'till', name: `at the till, ${name}` }, violates };
}

/** Around the backend's desk, where tills stand before it. */
export function deskBug(name: string, violates: readonly string[], change: Partial<Planted>): PlantedBug {
  return { planted: { ...noBugs, ...change, tier: null, name: `at the desk, ${name}` }, violates };
}

export function bug(name: string, violates: readonly string[], change: Partial<Planted>): PlantedBug {
  return { planted: { ...noBugs, ...change, tier: 'backend', name }, violates };
}
