import { backendPolicy } from '#payment';

import { Cashier } from './cashier.ts';
import { DeskBackend } from './desk-backend.ts';
import { DirectBackend } from './direct-backend.ts';
import { DirectPeople } from './direct-people.ts';
import type { Planted } from './planted.ts';
import { Scheme } from './scheme.ts';
import type { Tier } from './tier.ts';
import { Till } from './till.ts';
import type { World } from './world.ts';

/** Who lives in a world: one or two tiers of the product, and the people who use them. */
export type Population = {
  tiers: readonly Tier[];
  slackMs(): number;
  /** The facts that attempts in memory hold, to be compared with their records. */
  heldFacts(): { id: string; facts: unknown }[];
};

/** A till with its backend, or the engine alone as a backend drives it: half of the worlds each. */
export function populate(world: World, planted: Planted): Population {
  const scheme = new Scheme(world);
  const withTill = world.dice.chance(0.5) ? planted.tier !== 'backend' : planted.tier === 'till';
  return withTill ? tillAndBackend(world, scheme, planted) : engineAlone(world, scheme, planted);
}

function tillAndBackend(world: World, scheme: Scheme, planted: Planted): Population {
  const backend = new DeskBackend(world, scheme, planted);
  const till = new Till(world, backend.serve, planted);
  const cashier = new Cashier(world, till);
  till.start();
  cashier.begin();
  return {
    tiers: [till.tier, backend.tier],
    slackMs: () => till.slackMs + backend.slackMs,
    heldFacts: () => [],
  };
}

function engineAlone(world: World, scheme: Scheme, planted: Planted): Population {
  const backend = new DirectBackend(world, scheme, backendPolicy, planted);
  new DirectPeople(world, backend).begin();
  return { tiers: [backend.tier], slackMs: () => backend.slackMs, heldFacts: () => backend.heldFacts() };
}
