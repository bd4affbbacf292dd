import { describe, expect, it } from 'vitest';

import { readCorpus } from './corpus.ts';
import { fuzzLink, playHistory } from './link/campaign.ts';
import type { Step } from './link/step.ts';

describe('[V39] what comes from a screen', () => {
  it(
    'changes nothing but what its command may change, whatever it is: 5,000 messages',
    { timeout: 120_000 },
    async () => {
      const { tally, failures } = await fuzzLink(5, 5_000, () => undefined);

      expect(failures.map(({ misfits }) => misfits)).toEqual([]);
      expect(tally.messages).toBeGreaterThanOrEqual(5_000);
      for (const stage of ['idle', 'scan', 'asking', 'asking shown', 'cancelling', 'outcome'])
        expect(
          [...tally.stages.keys()].some((name) => name.startsWith(stage)),
          stage,
        ).toBe(true);
    },
  );

  it.each(readCorpus<readonly Step[]>('link'))('once found: $name', async ({ case: steps }) => {
    expect(await playHistory(steps)).toEqual([]);
  });
});
