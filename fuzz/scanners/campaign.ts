import { Chance } from '../chance.ts';
import type { ScannerCase } from './case.ts';
import { descriptorCase, hidCase, serialCase } from './cases.ts';
import { playScannerCase } from './play.ts';

/** One descriptor for so many byte strings and reports. */
const perDescriptor = 10;
/** A run ends early after so many. */
const failuresMax = 20;

export type ScannerRun = {
  /** Byte strings of serial scanners, and HID reports. */
  given: number;
  descriptors: number;
  /** How often each thing came of them. */
  outcomes: Map<string, number>;
  codes: number;
  /** The slowest case, at its best of four. */
  slowestMs: number;
  failures: { case: ScannerCase; misfit: string }[];
};

/** `count` byte strings and reports, and a tenth as many descriptors (V35). */
export function fuzzScanners(seed: number, count: number, progress: (run: ScannerRun) => void): ScannerRun {
  const run: ScannerRun = { given: 0, descriptors: 0, outcomes: new Map(), codes: 0, slowestMs: 0, failures: [] };
  for (let part = 0; run.given < count && run.failures.length < failuresMax; part += 1) {
    const chance = Chance.ofPart(seed, part);
    const one = chance.of(0.5) ? hidCase(chance) : serialCase(chance);
    run.given += one.kind === 'hid' ? one.reports.length : 1;
    play(run, one);
    while (run.descriptors < run.given / perDescriptor) {
      run.descriptors += 1;
      play(run, descriptorCase(chance));
    }
    progress(run);
  }
  return run;
}

function play(run: ScannerRun, one: ScannerCase): void {
  const { readings, codes, ms, misfit } = playScannerCase(one);
  // A busy machine holds any case up now and then: a slow one is one that is slow each time.
  const steadyMs = ms < run.slowestMs ? ms : Math.min(ms, ...[1, 2, 3].map(() => playScannerCase(one).ms));
  run.slowestMs = Math.max(run.slowestMs, steadyMs);
  run.codes += codes;
  for (const reading of readings) {
    const outcome = `${one.kind} ${reading.is === 'scan' ? 'scan' : reading.why}`;
    run.outcomes.set(outcome, (run.outcomes.get(outcome) ?? 0) + 1);
  }
  if (misfit !== null) run.failures.push({ case: one, misfit });
}
