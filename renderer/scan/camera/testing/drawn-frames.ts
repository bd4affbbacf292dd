import type { FrameSpec } from './frame-spec.ts';
import { seeded, type Random } from './seeded.ts';

/** What a counter's camera sees: of everything a little, of some things much. */
export function counterFrame(seed: number, size = { width: 1_280, height: 720 }): Partial<FrameSpec> {
  const random = seeded(seed ^ 0x5eed);
  const small = size.height / 720;
  const spec: Partial<FrameSpec> = {
    seed,
    ...size,
    length: pick(random, [16, 18, 18, 24, 32]),
    layout: pick(random, ['both', 'both', 'both', 'qr', 'bars']),
    barsWidth: Math.round((180 + 320 * random()) * small),
    turn: random() < 0.15 ? pick(random, [90, -90, 180]) + 8 * nearZero(random) : 12 * nearZero(random),
    tiltX: 22 * nearZero(random),
    tiltY: 22 * nearZero(random),
    dx: 60 * nearZero(random) * small,
    dy: 50 * nearZero(random) * small,
    blur: 0.4 + 1.6 * random() * random(),
    motion: random() < 0.35 ? 7 * random() : 0,
    motionAngle: 180 * random(),
    noise: 2 + 10 * random() * random(),
    brightness: 0.15 + 0.8 * random(),
    haze: 0.01 + 0.12 * random() * random(),
    gain: random() < 0.2 ? 1 + 1.2 * random() : 1,
    grid: random() < 0.4 ? 0.35 * random() : 0,
    darkMode: random() < 0.12,
    errorCorrection: pick(random, ['L', 'M', 'M', 'Q', 'H']),
    ambient: 0.05 + 0.3 * random(),
  };
  if (random() < 0.15) Object.assign(spec, { glare: 0.5 + 1.5 * random(), glareAt: pick(random, ['qr', 'bars']) });
  if (random() < 0.12) Object.assign(spec, { thumb: 0.08 + 0.18 * random(), thumbAt: pick(random, ['qr', 'bars']) });
  if (random() < 0.25) Object.assign(spec, { logo: true, errorCorrection: pick(random, ['Q', 'H']) });
  return spec;
}

/**
 * Bars alone, at the limit of what can be read: there a barcode's own checksum lets wrong digits through. One or two
 * things are bad at a time, as bad as they may be before nothing is read. `nth`: of a phone that is held as still as a hand
 * can.
 */
export function worstBarsFrame(seed: number, nth = 0): Partial<FrameSpec> {
  const random = seeded(seed ^ 0xba55);
  const length = pick(random, [16, 18, 24, 32]);
  const modules = { 16: 123, 18: 134, 24: 167, 32: 211 }[length] ?? 211;
  const barsWidth = Math.round(modules * (1.25 + 0.9 * random()));
  const spec = {
    seed,
    length,
    layout: 'bars' as const,
    barsWidth,
    width: Math.ceil((barsWidth * 1.25 + 30) / 2) * 2,
    height: 2 * Math.round(20 + 30 * random()),
    turn: 2 * nearZero(random),
    tiltX: 6 * nearZero(random),
    tiltY: 8 * nearZero(random),
    dx: 6 * nearZero(random),
    dy: 4 * nearZero(random),
    blur: 0.4 + 0.3 * random(),
    noise: 2 + 4 * random(),
    brightness: 0.3 + 0.6 * random(),
  };
  for (let troubles = random() < 0.5 ? 1 : 2; troubles > 0; troubles -= 1)
    Object.assign(spec, pick(random, barTroubles)(random));
  const hand = seeded(seed ^ Math.imul(nth, 0xad5));
  const unrest = nth === 0 ? 0 : 1.5;
  return { ...spec, nth, dx: spec.dx + unrest * (hand() - 0.5), dy: spec.dy + unrest * (hand() - 0.5) };
}

const barTroubles: readonly ((random: Random) => Partial<FrameSpec>)[] = [
  (random) => ({ blur: 0.7 + 0.8 * random() }),
  (random) => ({ motion: 2 + 9 * random(), motionAngle: 180 * random() }),
  (random) => ({ noise: 6 + 16 * random() }),
  (random) => ({ brightness: 0.05 + 0.15 * random(), noise: 3 + 6 * random() }),
  (random) => ({ glare: 0.3 + 1.7 * random(), glareAt: 'bars' }),
  (random) => ({ thumb: 0.03 + 0.15 * random(), thumbAt: 'bars' }),
  (random) => ({ grid: 0.2 + 0.5 * random() }),
  (random) => ({ turn: 14 * nearZero(random) }),
  (random) => ({ tiltY: 45 * nearZero(random), tiltX: 20 * nearZero(random) }),
  (random) => ({ gain: 1.5 + 3 * random() }),
  (random) => ({ haze: 0.1 + 0.5 * random() }),
];

function pick<T>(random: Random, choices: readonly T[]): T {
  const chosen = choices[Math.floor(random() * choices.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}

/** From -1 to 1, mostly near 0. */
function nearZero(random: Random): number {
  return (random() + random() + random()) / 1.5 - 1;
}
