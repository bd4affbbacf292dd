import { describe, expect, it } from 'vitest';

import { ClockWatch } from './clock-watch.ts';
import { VirtualClock } from './testing/virtual-clock.ts';

const minute = 60_000;

function watching(): { clock: VirtualClock; said: string[]; heard: (aheadMs: number) => void } {
  const clock = new VirtualClock(Date.UTC(2026, 2, 1));
  const said: string[] = [];
  const watch = new ClockWatch(clock, (line) => said.push(line));
  return { clock, said, heard: (aheadMs) => watch.heard(clock.wallMs() - aheadMs) };
}

describe('[R13] [V28] a clock that is not Alipay+’s', () => {
  it('is said with how far it is off, and which way', () => {
    const fast = watching();
    fast.heard(7 * minute);
    expect(fast.said).toEqual([expect.stringContaining('is 7 min fast by Alipay+')]);
    const slow = watching();
    slow.heard(-3 * minute);
    expect(slow.said).toEqual([expect.stringContaining('is 3 min slow by Alipay+')]);
  });

  it('is no news below a minute', () => {
    const { said, heard } = watching();
    heard(minute - 1);
    heard(1 - minute);
    expect(said).toEqual([]);
  });

  it('is said once an hour, and again when it was right in between', async () => {
    const { clock, said, heard } = watching();
    heard(7 * minute);
    heard(7 * minute);
    expect(said).toHaveLength(1);
    await clock.advance(60 * minute);
    heard(7 * minute);
    expect(said).toHaveLength(2);
    heard(0);
    heard(7 * minute);
    expect(said).toHaveLength(3);
  });
});
