import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PrintWorld } from './testing/print-world.ts';

const happening = fc.record({
  what: fc.nat({ max: 8 }),
  how: fc.nat({ max: 100_000 }),
  crash: fc.oneof(
    { weight: 12, arbitrary: fc.constant('no' as const) },
    fc.constantFrom('before' as const, 'after' as const),
  ),
});

describe('printing', () => {
  it('[V41] [V42] loses no receipt, makes no unmarked second one and prints nothing that is not so, whatever happens and whenever it is killed', () => {
    let papers = 0;
    let copies = 0;
    fc.assert(
      fc.property(fc.array(happening, { minLength: 40, maxLength: 80 }), (story) => {
        const world = new PrintWorld();
        for (const { what, how, crash } of story) {
          world.happen(what, how, crash);
          expect(world.faults).toEqual([]);
        }
        papers += world.sheets.filter(({ ink }) => ink).length;
        copies += world.sheets.filter(({ ink, copy }) => ink && copy > 0).length;
      }),
      { numRuns: 1_500, seed: 41 },
    );
    // It has seen what it is about.
    expect(papers).toBeGreaterThan(1_000);
    expect(copies).toBeGreaterThan(200);
  });
});
