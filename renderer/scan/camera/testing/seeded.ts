/** Numbers from 0 up to 1, the same ones for the same seed. */
export type Random = () => number;

/** mulberry32, by Tommy Ettinger: 32 bits of state are enough for pictures. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Mean 0, deviation 1 (Box and Muller). */
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** What a wallet might show: begins with 25 to 30, the other digits are random. It is nobody's. */
export function paymentDigits(random: Random, length: number): string {
  let digits = String(25 + Math.floor(random() * 6));
  while (digits.length < length) digits += Math.floor(random() * 10);
  return digits;
}
