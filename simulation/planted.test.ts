import { describe, expect, it } from 'vitest';

import { runCampaign } from './campaign.ts';
import { plantedBugs } from './planted-bugs.ts';

const salesMax = 4_000;

describe('[3.2] every planted bug is noticed, by the invariant that it breaks', () => {
  for (const { planted, violates } of plantedBugs) {
    it(`${violates.join(', ')}: ${planted.name}`, async () => {
      const { failed } = await runCampaign({
        seed: 1,
        salesMin: salesMax,
        planted,
        noticed: violates,
        progress: () => undefined,
      });
      const noticed = new Set(failed.flatMap(({ violations }) => violations.map(({ v }) => v)));
      expect([...noticed]).toEqual(expect.arrayContaining([...violates]));
    });
  }
});
