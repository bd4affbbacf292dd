import type { Tier } from '../tier.ts';
import type { Evidence, Violation } from './violation.ts';

const inquiriesMax = 20;
// Times that outlive a process are rounded to milliseconds, and clocks drift.
const windowMs = 59_900;

/** [V27] Of each attempt Alipay+ is asked at most 20 times in any 60 s, whoever wanted it, and over restarts. */
export function judgeInquiries({ tiers }: Evidence): Violation[] {
  return tiers.flatMap((tier) => {
    if (tier.name !== 'backend') return [];
    const asked = inquiriesOf(tier);
    return [...asked].flatMap(([id, times]) => {
      const over = times.findIndex((at, index) => {
        const first = times[index - inquiriesMax];
        return first !== undefined && at - first < windowMs && !isBlindSpot(tier, first, at);
      });
      if (over < 0) return [];
      return [
        { v: 'V27', what: `backend asks ${inquiriesMax + 1} times about ${id} in the 60 s before ${times[over]}` },
      ];
    });
  });
}

/** The most inquiries in any 60 s of this world: about one attempt, and about all attempts of one till. */
export function mostAsked(tiers: readonly Tier[]): { ofOne: number; ofTill: number } {
  const backend = tiers.find(({ name }) => name === 'backend');
  if (backend === undefined) return { ofOne: 0, ofTill: 0 };
  const asked = inquiriesOf(backend);
  const byTill = new Map<string, number[]>();
  for (const [id, times] of asked) {
    const till = backend.intentOf(id)?.terminalId ?? '';
    byTill.set(till, [...(byTill.get(till) ?? []), ...times]);
  }
  const ofTills = [...byTill.values()].map((times) => mostIn60s(times.toSorted((a, b) => a - b)));
  return { ofOne: Math.max(0, ...[...asked.values()].map(mostIn60s)), ofTill: Math.max(0, ...ofTills) };
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

function mostIn60s(times: readonly number[]): number {
  let first = 0;
  return times.reduce((most, at, index) => {
    while ((times[first] ?? at) <= at - windowMs) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

/**
 * The wall clock leapt before a restart: how long ago the process before it asked is then known to nobody (5.1 keeps
 * wall times).
 */
function isBlindSpot({ lives, machine }: Tier, from: number, to: number): boolean {
  return lives.some(
    ({ from: born }, index) =>
      index > 0 && born > from && born <= to && machine.leaptAt.some((at) => at > from - windowMs && at <= born),
  );
}
