import { it } from 'vitest';

import { anyStream, seeded } from '../testing/any-stream.ts';
import { survive } from '../testing/survive.ts';

// The long run is printer/testing/any-bytes.ts.
it('survives whatever is sent, whatever happens to it meanwhile', async () => {
  const random = seeded(20261122);
  for (let run = 0; run < 400; run += 1) await survive(anyStream(random), random);
});
