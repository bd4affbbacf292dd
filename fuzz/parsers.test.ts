import { describe, expect, it } from 'vitest';

import { readCorpus } from './corpus.ts';
import { fuzzParsers, playCase } from './parsers/campaign.ts';
import type { Case } from './parsers/case.ts';

describe('[V31] [V38] what comes from the network', () => {
  it(
    'is read as the documents say, or not at all: 5,000 signed and unsigned messages',
    { timeout: 120_000 },
    async () => {
      const { readers, failures } = await fuzzParsers(5, 5_000, () => undefined);

      expect(failures.map(({ misfit }) => misfit)).toEqual([]);
      for (const [reader, { accepted, read }] of readers) {
        expect(accepted, reader).toBeGreaterThan(0);
        expect(accepted, reader).toBeLessThan(read);
      }
    },
  );

  it.each(readCorpus<Case>('parsers'))('once found: $name', async ({ case: one }) => {
    expect((await playCase(one)).misfit).toBeNull();
  });
});
