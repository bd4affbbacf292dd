import type { Dice } from './dice.ts';

/** What one world is like, drawn once from its seed. Probabilities are per message or per step. */
export type Circumstances = {
  /** From here on nothing fails any more, and everything must become final. */
  healAtMs: number;
  /** Wall clock at the world's beginning, ms since 1970. */
  wallAtStart: number;
  lossOut: number;
  lossBack: number;
  slowMessages: number;
  copiedMessages: number;
  /** Messages of one way that are swallowed: from, to, and which way. */
  partitions: readonly { fromMs: number; toMs: number; way: 'out' | 'back' }[];
  /** Answers that come forged, mangled or from another exchange. */
  badAnswers: number;
  /** A process dies at a step with this probability. */
  crashes: number;
  crashesMax: number;
  /** Dying again while getting up. */
  crashesInRecovery: number;
  diskFails: number;
  diskWaits: 'never' | 'briefly' | 'long';
  /** How often Alipay+ answers what it should not. */
  schemeFaults: number;
  staleReads: number;
  cancelOfUnknown: 'tombstone' | 'forgotten' | 'refused';
  customers: 'eager' | 'mixed' | 'difficult';
  /** What the people do: how many sales, how nervous their fingers are. */
  sales: number;
  stops: number;
  doubleTaps: number;
  lostReplies: number;
  /** How many tills sell against the one backend. */
  tills: number;
  /** Wall clocks leap while everything runs (V28), and machines fall asleep. */
  clockLeaps: boolean;
  sleeps: boolean;
  /** What Alipay+ tells by itself, and what the backend tells its tills: how often each telling meets its fault. */
  notices: {
    /** How many copies of each notification arrive at most (V30). */
    copiesMax: number;
    /** Alipay+ takes the acknowledgement of a copy for one of what was copied. */
    copiesHeard: boolean;
    lost: number;
    /** Far too late, up to the 24 h 22 m of Alipay+'s own schedule. */
    late: number;
    /** Somebody makes up, alters or misdirects one (V31). */
    forged: number;
    /** The line of hints to a till breaks. */
    lineBreaks: number;
  };
  /** Alipay+ takes the money of an order that it has called closed: its own fault, told in its own time (V32). */
  rogues: number;
  /** The tills are off for the night, and the world goes on until the last resend of a notification (24 h 22 m). */
  night: boolean;
};

const minuteMs = 60_000;

export function drawCircumstances(dice: Dice): Circumstances {
  const calm = dice.chance(0.15);
  const rate = (choices: readonly [number, ...number[]]): number => (calm ? 0 : dice.pick(choices));
  const healAtMs =
    dice.weighted([
      [dice.between(2, 5), 6],
      [dice.between(5, 12), 3],
      [dice.between(12, 25), 1],
    ]) * minuteMs;
  return {
    healAtMs,
    wallAtStart: drawWallClock(dice),
    lossOut: rate([0, 0.02, 0.1, 0.3]),
    lossBack: rate([0, 0.02, 0.1, 0.3]),
    slowMessages: rate([0, 0.02, 0.1, 0.3]),
    copiedMessages: rate([0, 0.05, 0.3]),
    partitions: calm ? [] : drawPartitions(dice, healAtMs),
    badAnswers: rate([0, 0, 0.02, 0.1]),
    crashes: rate([0, 0, 0.005, 0.02, 0.06]),
    crashesMax: dice.whole(1, 8),
    crashesInRecovery: dice.pick([0, 0.1]),
    diskFails: rate([0, 0, 0, 0.01, 0.05]),
    diskWaits: dice.pick(['never', 'never', 'briefly', 'long']),
    schemeFaults: rate([0, 0.05, 0.2, 0.5]),
    staleReads: rate([0, 0.2, 0.6]),
    cancelOfUnknown: dice.pick(['tombstone', 'forgotten', 'refused']),
    customers: dice.pick(['eager', 'mixed', 'difficult']),
    sales: dice.whole(1, 10),
    stops: dice.pick([0, 0.3, 0.8]),
    doubleTaps: rate([0, 0.1, 0.5]),
    lostReplies: rate([0, 0.05, 0.2]),
    tills: dice.pick([1, 2, 3, 4]),
    clockLeaps: !calm && dice.chance(0.5),
    sleeps: !calm && dice.chance(0.2),
    notices: {
      copiesMax: calm ? 1 : dice.pick([1, 2, 8]),
      copiesHeard: true,
      lost: rate([0, 0.1, 0.4]),
      late: rate([0, 0.05, 0.2]),
      forged: rate([0, 0.1, 0.3]),
      lineBreaks: rate([0, 0.05, 0.3]),
    },
    rogues: rate([0, 0, 0, 0.1]),
    night: dice.chance(0.01),
  };
}

/** Noon UTC of some day; now and then shortly before the day ends in UTC+8, where the cancel window soon closes. */
function drawWallClock(dice: Dice): number {
  const midnight = Date.UTC(2026, 0, 1 + dice.whole(0, 364));
  const hourMs = 3_600_000;
  return midnight + (dice.chance(0.1) ? 16 * hourMs - dice.whole(1, 900_000) : 12 * hourMs);
}

function drawPartitions(dice: Dice, healAtMs: number): Circumstances['partitions'] {
  return Array.from({ length: dice.pick([0, 0, 1, 2]) }, () => {
    const fromMs = dice.between(0, Math.min(healAtMs, 3 * minuteMs));
    return { fromMs, toMs: Math.min(healAtMs, fromMs + dice.between(1_000, 120_000)), way: dice.pick(['out', 'back']) };
  });
}
