/** For people; on stdout stands only what was asked for. */
export function say(line: string): void {
  process.stderr.write(`backend: ${line}\n`);
}

export function fail(sentence: string, exitCode: 1 | 2): never {
  say(sentence);
  process.exit(exitCode);
}

/** A flag that is wrong, in a sentence without its full stop. */
export class WrongFlag extends Error {}

/** What `node:util` and we say of a flag, in a sentence; null when the error is something else. */
export function flagWords(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const isOurs = error instanceof WrongFlag;
  const isNodes = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
  // Node's first sentence names the flag; the rest is advice for programmers.
  return isOurs || isNodes ? `${error.message.split('. ')[0]}; --help lists the flags.` : null;
}
