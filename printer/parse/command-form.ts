/** What a command's first bytes say about where it ends. */
export type Extent =
  /** It is `bytes` long in all, its own name included. */
  | { kind: 'whole'; bytes: number }
  /** Its end is not known before `bytes` bytes of it are there. */
  | { kind: 'more'; bytes: number }
  /** Not what the reference lets follow: only the first `bytes` are the command, and normal data goes on behind them. */
  | { kind: 'cancelled'; bytes: number };

/**
 * Reads the extent off a command's first bytes. `held` begins with the command's name and may have any length from there;
 * a form says `more` only with a number above `held.length`.
 */
export type CommandForm = (held: Uint8Array) => Extent;

/** A name of `name` bytes with `parameters` bytes behind it. */
export function fixed(name: number, parameters: number): CommandForm {
  const bytes = name + parameters;
  return () => ({ kind: 'whole', bytes });
}

/** `head` bytes, then as many as the 16-bit number (low byte first) at `at` says, times `unit`. */
export function counted16(head: number, at: number, unit = 1): CommandForm {
  return (held) => (held.length < head ? more(head) : whole(head + word(held, at) * unit));
}

export function whole(bytes: number): Extent {
  return { kind: 'whole', bytes };
}

export function more(bytes: number): Extent {
  return { kind: 'more', bytes };
}

export function cancelled(bytes: number): Extent {
  return { kind: 'cancelled', bytes };
}

/** The 16-bit number at `at`, low byte first; 0 beyond the end. */
export function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 0x100;
}

/** The 32-bit number at `at`, low byte first. */
export function longWord(bytes: Uint8Array, at: number): number {
  return word(bytes, at) + word(bytes, at + 2) * 0x1_0000;
}
