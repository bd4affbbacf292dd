import { describe, expect, it } from 'vitest';

import type { FakeFault } from '../testing/fake-printer.ts';
import {
  bytesOfWellJob,
  check,
  copy,
  holds,
  learned,
  look,
  print,
  printedAtLast,
  receipt,
  rig,
  shown,
} from '../testing/job-rig.ts';
import { nothingKnown } from './knowledge.ts';
import { printJob } from './print-job.ts';

const faults: readonly (readonly [FakeFault, 'received' | 'printed'])[] = [
  ['reset', 'received'],
  ['cable', 'received'],
  ['power', 'received'],
  ['hang', 'received'],
  ['mute', 'received'],
  ['paper', 'received'],
  ['cover', 'received'],
  ['paper', 'printed'],
  ['cover', 'printed'],
  ['mute', 'printed'],
  ['power', 'printed'],
];

describe.each([
  ['at a printer that is known', learned, true],
  ['after one that broke off', learned, false],
] as const)('%s', (_, knowledge, isClean) => {
  it.each(faults)('[V41] a job that meets "%s" at any byte that is %s', async (fault, of) => {
    const bytes = await bytesOfWellJob(knowledge, isClean);
    const seen = new Set<string>();
    for (let at = 0; at <= bytes; at += 1) {
      const broken = rig();
      broken.printer.breakAt(fault, at, of);
      const first = await print(broken, receipt, { knowledge, isClean });
      seen.add(shown(first.outcome));
      check(broken, first.outcome, receipt, `${fault} at ${at}`);
      broken.printer.mend();
      await broken.clock.run(1_000);
      // A person, or the queue, has it printed again: it comes out whole, and is said to only then.
      const again = await printedAtLast(broken, copy, first);
      expect(`${fault} at ${at}: ${shown(again.outcome)}`).toBe(`${fault} at ${at}: printed`);
      expect(holds(broken.printer.printed, copy)).toBe(1);
    }
    // The table above is walked: somewhere it has not begun, somewhere it breaks off.
    expect([...seen].some((one) => one.endsWith('maybe'))).toBe(true);
  });

  it('[V41] one whose process is killed at any byte', async () => {
    const bytes = await bytesOfWellJob(knowledge, isClean);
    for (let at = 0; at <= bytes; at += 1) {
      const broken = rig();
      broken.printer.breakAt('reset', at, 'received', () => broken.printer.hostDies());
      const job = { clock: broken.clock, transport: broken.printer, knowledge, isClean, isAbandoned: () => false };
      void printJob(job, receipt);
      await broken.clock.run(200);
      broken.printer.mend();
      // The next process knows nothing of what this one has left.
      const again = await printedAtLast(broken, copy, { knowledge, isClean: false });
      expect(`killed at ${at}: ${shown(again.outcome)}`).toBe(`killed at ${at}: printed`);
      expect(holds(broken.printer.printed, copy)).toBe(1);
    }
  });
});

describe('a look at a printer that is new', () => {
  it.each(faults)('ends by itself and prints nothing when it meets "%s" at any byte that is %s', async (fault, of) => {
    const well = rig();
    expect(await look(well, nothingKnown)).toMatchObject({ trouble: null, knowledge: learned, name: 'FAKE F-1' });
    for (let at = 0; at <= well.printer.received; at += 1) {
      const broken = rig();
      broken.printer.breakAt(fault, at, of);
      const { knowledge } = await look(broken, nothingKnown);
      expect(broken.printer.printed).toEqual([]);
      broken.printer.mend();
      await broken.clock.run(1_000);
      // What was learned while something was wrong is put right by the next look.
      const second = await look(broken, knowledge);
      expect(`${at} ${JSON.stringify(second.knowledge)}`).toBe(`${at} ${JSON.stringify(learned)}`);
    }
  });
});
