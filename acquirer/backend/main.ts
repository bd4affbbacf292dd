import { pair } from './command-line/pair.ts';
import { revoke } from './command-line/revoke.ts';
import { readServeFlags, serveHelp } from './command-line/serve-flags.ts';
import { serve } from './command-line/serve.ts';
import { listTills } from './command-line/tills.ts';
import { fail, flagWords } from './command-line/words.ts';
import { StartFault } from './postgres/fault.ts';

/** Each gives what is to be printed. */
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<string>>> = {
  pair,
  revoke,
  tills: listTills,
};

const args = process.argv.slice(2);
const command = Object.hasOwn(commands, args[0] ?? '') ? commands[args[0] ?? ''] : undefined;
try {
  if (command === undefined) await serveOrHelp();
  else process.stdout.write(await command(args.slice(1)));
} catch (error) {
  const words = flagWords(error);
  if (words !== null) fail(words, 2);
  if (error instanceof StartFault) fail(error.message, 1);
  const what = command === undefined ? 'could not start' : 'could not be done';
  fail(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, 1);
}

async function serveOrHelp(): Promise<void> {
  const flags = readServeFlags(args);
  if (flags === null) process.stdout.write(serveHelp);
  else await serve(flags);
}
