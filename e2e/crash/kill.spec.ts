import { expect, test } from '@playwright/test';

import { Sandbox } from '../sandbox.ts';
import { disturb } from './disturb.ts';
import { commitPoints, doublePoints, nameOf, wirePoints, type KillPoint } from './kill-points.ts';
import { Product, type Victim } from './product.ts';
import { calm, requireTruth, sell, type SaleEnd, type Story } from './sale.ts';

const timeScale = 30;
/** A till sells no more when its host keeps dying (V47): `startTill` forgets the deaths. */
const hostDeathsPerKiosk = 2;
const pointsMin = 24;
/** Whose commits are killed one by one in which story; together these reach every kind of record of a sale. */
const commitsOfStory: readonly (readonly [Story, readonly Victim[]])[] = [
  ['approves', ['host', 'backend']],
  ['confirms', ['host', 'backend']],
  ['refuses', ['host', 'backend']],
  ['stopped', ['host', 'backend']],
];
/** Up to these, all stories are the same: they are killed in the first one. */
const sameInAll = /sale\.opened|pay\.intent|acknowledged/;
/** Commits that come only with time: whether they happen depends on how busy this machine is. */
const byTime = /\b(tx|hint|hints|hint_numbers|alarm|escalated)\b/;

/** What the backend notes once, when its launcher's till first signs. */
const once = /\btills\b/;

type Result = { point: KillPoint; minor: number; end: SaleEnd | null; problem: string | null };

test('[V1] [V5] [V15] killed at any commit, request or answer: the same payment, charged at most once, and its outcome is shown', async () => {
  test.setTimeout(400_000);
  const product = await Product.start({ timeScale, diesAtCommits: true });
  const startedAt = performance.now();
  try {
    const points = [...(await pointsOfCalmSales(product)), ...wirePoints, ...doublePoints];
    const results: Result[] = [];
    let hostDeaths = 0;
    for (const [index, point] of points.entries()) {
      const deaths = point.victims.includes('host') ? (point.againAt === undefined ? 1 : 2) : 0;
      if (hostDeaths + deaths > hostDeathsPerKiosk) {
        await product.startTill();
        hostDeaths = 0;
      }
      hostDeaths += deaths;
      const result = await tryPoint(product, point, 100 + index);
      results.push(result);
      if (result.problem !== null) break; // what follows would start from a till that is not at rest
    }
    for (const result of results) console.log(lineOf(result));
    await requireLasting(product, results);
    const held = results.filter(({ problem }) => problem === null).length;
    console.log(`kill points: ${held} of ${points.length}, ${Math.round((performance.now() - startedAt) / 1_000)} s`);
    expect(results.find(({ problem }) => problem !== null)?.problem ?? null, product.said()).toBeNull();
    expect(held).toBeGreaterThanOrEqual(pointsMin);
  } finally {
    await product.stop();
  }
});

async function pointsOfCalmSales(product: Product): Promise<KillPoint[]> {
  const points: KillPoint[] = [];
  for (const [index, [story, victims]] of commitsOfStory.entries()) {
    for (const victim of victims) product.commitsOf(victim); // what was before is not of this sale
    await sell(product, story, 1 + index, calm);
    for (const victim of victims) {
      const commits = product.commitsOf(victim).filter((commit) => !byTime.test(commit) && !once.test(commit));
      const ownOnes = commits.filter((commit) => index === 0 || !sameInAll.test(commit));
      points.push(...commitPoints(story, victim, ownOnes));
    }
  }
  return points;
}

async function tryPoint(product: Product, point: KillPoint, minor: number): Promise<Result> {
  const { over, letGo } = disturb(product, point);
  const whenLeaving = 'commit' in point.at && point.at.commit.startsWith('acknowledged');
  try {
    const end = await sell(product, point.story, minor, { over, whenLeaving });
    await letGo();
    return { point, minor, end, problem: null };
  } catch (error) {
    return {
      point,
      minor,
      end: null,
      problem: `${nameOf(point)}: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** What was shown was never changed, and is still true when everything that was kept back has arrived. */
async function requireLasting(product: Product, results: readonly Result[]): Promise<void> {
  const sandbox = new Sandbox(product.sandboxUrl);
  for (const { end, minor } of results) {
    if (end === null || end.paymentRequestId === null) continue;
    await requireTruth(sandbox, end.shown, end.paymentRequestId, minor);
    const { paymentRequestId } = end;
    const stages = product.till.shown
      .map(({ stage }) => stage)
      .filter((stage) => stage.paymentRequestId === paymentRequestId);
    const outcomes = new Set(stages.flatMap(({ outcome }) => outcome ?? []));
    expect([...outcomes]).toEqual([end.shown]);
  }
}

function lineOf({ point, end, problem }: Result): string {
  return `  ${nameOf(point).padEnd(100)} ${end === null ? problem : `${end.shown.padEnd(12)} ${end.ms} ms`}`;
}
