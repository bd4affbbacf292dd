/** A stream of random numbers from 0 up to 1 that is the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Bytes as no host should send them: noise, commands with any parameters, and receipts with some bytes changed. */
export function anyStream(random: () => number): Uint8Array {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const byte = (): number => Math.floor(random() * 256);
  const stream: number[] = [];
  const parts = 1 + Math.floor(random() * 12);
  for (let part = 0; part < parts; part += 1) {
    const kind = random();
    if (kind < 0.15) for (let count = byte() % 40; count > 0; count -= 1) stream.push(byte());
    else if (kind < 0.75) {
      stream.push(pick([0x1b, 0x1b, 0x1c, 0x1d, 0x1d, 0x10]) ?? 0, pick(seconds) ?? byte());
      for (let count = byte() % 12; count > 0; count -= 1) stream.push(random() < 0.6 ? byte() % 4 : byte());
    } else if (kind < 0.9) stream.push(...(pick(whole) ?? []));
    else for (const character of 'Total 12.50') stream.push(character.codePointAt(0) ?? 0);
    if (random() < 0.5) stream.push(10);
  }
  const changes = random() < 0.5 ? 0 : Math.floor(random() * 6);
  for (let change = 0; change < changes; change += 1) stream[Math.floor(random() * stream.length)] = byte();
  return Uint8Array.from(stream);
}

/** The second bytes of all commands, so that most of what begins like one is one. */
const seconds = [
  ...Buffer.from(
    ' !$%&(*-23<=?@DEFGJKLMRSTUVWacdefimopqrtuv{\\#./:BCHIPQT^bghjkwxz8,;g\u0004\u0005\u0014\u000c',
    'latin1',
  ),
];

/** Commands that are whole, for random bytes hardly ever are. */
const whole: readonly (readonly number[])[] = [
  [0x1d, 0x6b, 73, 6, 0x7b, 0x42, 0x61, 0x62, 0x63, 0x64],
  [0x1d, 0x6b, 4, 0x41, 0x42, 0],
  [0x1d, 0x28, 0x6b, 6, 0, 49, 80, 48, 0x61, 0x62, 0x63, 0x1d, 0x28, 0x6b, 3, 0, 49, 81, 48],
  [0x1d, 0x76, 0x30, 0, 1, 0, 3, 0, 1, 2, 3],
  [0x1d, 0x28, 0x4c, 13, 0, 48, 112, 48, 1, 1, 49, 8, 0, 3, 0, 1, 2, 3, 0x1d, 0x28, 0x4c, 2, 0, 48, 50],
  [0x1b, 0x4c, 0x1b, 0x57, 0, 0, 0, 0, 0, 1, 0, 1, 0x41, 0x0c],
  [0x1b, 0x2a, 33, 2, 0, 1, 2, 3, 4, 5, 6],
  [0x1d, 0x56, 66, 0],
  [0x1d, 0x61, 0xff],
  [0x10, 0x14, 1, 0, 1],
];
