import { describe, expect, it } from 'vitest';

import { readCorpus } from './corpus.ts';
import type { ScannerCase } from './scanners/case.ts';
import { fuzzScanners } from './scanners/campaign.ts';
import { playScannerCase } from './scanners/play.ts';

describe('[V35] what scanners send', () => {
  it(
    'is a whole code that was scanned, or is said to be none: 20,000 byte strings and reports',
    { timeout: 60_000 },
    () => {
      const run = fuzzScanners(5, 20_000, () => undefined);

      expect(run.failures.map(({ misfit }) => misfit)).toEqual([]);
      expect(run.descriptors).toBeGreaterThanOrEqual(2_000);
      expect(run.codes).toBeGreaterThan(100);
      for (const outcome of ['hid scan', 'hid half', 'hid garbled', 'serial scan', 'serial garbled', 'serial half'])
        expect(run.outcomes.get(outcome), outcome).toBeGreaterThan(10);
    },
  );

  it.each(readCorpus<ScannerCase>('scanners'))('once found: $name', ({ case: one }) => {
    expect(playScannerCase(one).misfit).toBeNull();
  });
});
