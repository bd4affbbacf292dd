import { describe, expect, it } from 'vitest';

import { findPlanted } from './campaign.ts';
import { plantedBugs } from './planted-bugs.ts';

describe('every planted bug is noticed by the invariants that it breaks', () => {
  for (const bug of plantedBugs) {
    it(`[${bug.violates.join('] [')}] ${bug.planted.name}`, async () => {
      const { seen } = await findPlanted(bug, 1);
      expect([...seen]).toEqual(expect.arrayContaining([...bug.violates]));
    }, 120_000);
  }
});
