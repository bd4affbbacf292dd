import type { Scenario } from '#payment';

import type { Tier } from '../tier.ts';
import type { Evidence, Violation } from './violation.ts';

type Ceiling = { inquiriesMax: number; seconds: number };

/** Written down again, so that a change of the gate is noticed. */
const ceilings: Readonly<Record<Scenario, Ceiling>> = {
  PaymentCode: { inquiriesMax: 20, seconds: 60 },
  OrderCode: { inquiriesMax: 59, seconds: 180 },
};
// Times that outlive a process are rounded to milliseconds, and clocks drift.
const roundedMs = 100;

/** [V27] Of each attempt Alipay+ is asked at most 20 times in any 60 s, by order code 59 in 180 s, whoever wanted it, and over restarts. */
export function judgeInquiries({ tiers }: Evidence): Violation[] {
  return tiers.flatMap((tier) => {
    if (tier.name !== 'backend') return [];
    return [...inquiriesOf(tier)].flatMap(([id, times]) => {
      const { inquiriesMax, seconds } = ceilings[scenarioOf(tier, id)];
      const windowMs = seconds * 1_000 - roundedMs;
      const over = times.findIndex((at, index) => {
        const first = times[index - inquiriesMax];
        return first !== undefined && at - first < windowMs && !isBlindSpot(tier, first, at, windowMs);
      });
      if (over < 0) return [];
      const what = `backend asks ${inquiriesMax + 1} times about ${id} in the ${seconds} s before ${times[over]}`;
      return [{ v: 'V27', what }];
    });
  });
}

export type MostAsked = { ofOne: number; ofTill: number; ofOrder: number };

/** The most inquiries of this world: in any 60 s about one payment by payment code, and about all of one till; in 180 s about one order code. */
export function mostAsked(tiers: readonly Tier[]): MostAsked {
  const backend = tiers.find(({ name }) => name === 'backend');
  const most: MostAsked = { ofOne: 0, ofTill: 0, ofOrder: 0 };
  if (backend === undefined) return most;
  const byTill = new Map<string, number[]>();
  for (const [id, times] of inquiriesOf(backend)) {
    const till = backend.intentOf(id)?.terminalId ?? '';
    byTill.set(till, [...(byTill.get(till) ?? []), ...times]);
    if (scenarioOf(backend, id) === 'OrderCode') most.ofOrder = Math.max(most.ofOrder, mostIn(180, times));
    else most.ofOne = Math.max(most.ofOne, mostIn(60, times));
  }
  for (const times of byTill.values())
    most.ofTill = Math.max(
      most.ofTill,
      mostIn(
        60,
        times.toSorted((a, b) => a - b),
      ),
    );
  return most;
}

function scenarioOf(tier: Tier, id: string): Scenario {
  return tier.intentOf(id)?.scenario ?? 'PaymentCode';
}

function inquiriesOf(tier: Tier): Map<string, number[]> {
  const asked = new Map<string, number[]>();
  for (const { op, id, at } of tier.sent) {
    if (op !== 'inquire') continue;
    const times = asked.get(id);
    if (times === undefined) asked.set(id, [at]);
    else times.push(at);
  }
  return asked;
}

function mostIn(seconds: number, times: readonly number[]): number {
  let first = 0;
  return times.reduce((most, at, index) => {
    while ((times[first] ?? at) <= at - seconds * 1_000 + roundedMs) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

/**
 * The wall clock leapt before a restart: how long ago the process before it asked is then known to nobody (5.1 keeps
 * wall times).
 */
function isBlindSpot({ lives, machine }: Tier, from: number, to: number, windowMs: number): boolean {
  return lives.some(
    ({ from: born }, index) =>
      index > 0 && born > from && born <= to && machine.leaptAt.some((at) => at > from - windowMs && at <= born),
  );
}
