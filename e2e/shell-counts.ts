import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

type Counts = { passed: number; failed: number; notApplicable: Map<string, number> };

/** Says at the end how many stories ran in which shell, and why some did not. */
export default class ShellCounts implements Reporter {
  readonly #projects = new Map<string, Counts>();

  onTestEnd(test: TestCase, result: TestResult): void {
    const name = test.parent.project()?.name ?? '';
    const counts = this.#projects.get(name) ?? { passed: 0, failed: 0, notApplicable: new Map() };
    this.#projects.set(name, counts);
    if (result.status === 'passed') counts.passed += 1;
    else if (result.status === 'skipped') {
      const why = test.annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given';
      counts.notApplicable.set(why, (counts.notApplicable.get(why) ?? 0) + 1);
    } else counts.failed += 1;
  }

  onEnd(_result: FullResult): void {
    for (const [name, { passed, failed, notApplicable }] of this.#projects) {
      console.log(`${name}: ${passed} passed, ${failed} failed`);
      for (const [why, count] of notApplicable) console.log(`  ${count} not run: ${why}`);
    }
  }
}
