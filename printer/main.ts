import { helpText, readFlags, type Flags } from './serve/flags.ts';
import { startPrinter } from './serve/printer.ts';

const endWithinMs = 3_000;

const read = readFlags(process.argv.slice(2));
if (read.kind === 'help') {
  console.log(helpText);
} else if (read.kind === 'wrong') {
  console.error(read.sentence);
  process.exitCode = 2;
} else {
  await run(read.flags).catch((cause: unknown) => {
    console.error(`The printer could not start: ${sentenceOf(cause, read.flags)}`);
    process.exitCode = 1;
  });
}

async function run(flags: Flags): Promise<void> {
  const printer = await startPrinter(flags);
  const end = (): void => {
    setTimeout(() => process.exit(1), endWithinMs).unref();
    void printer.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const { url, page, token, port } = printer;
  if (flags.json) console.log(JSON.stringify({ ready: 'printer', url, page, token, port }));
  else console.log(`The printer prints what arrives on ${flags.listen}:${port}.\nSee its paper at ${page}`);
}

function sentenceOf(cause: unknown, { port, controlPort, listen }: Flags): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE')
    return `port ${controlPort === 0 ? port : `${port} or ${controlPort}`} is taken by another program.`;
  if (code === 'EACCES') return `port ${port} may not be opened by this user; choose one above 1023.`;
  if (code === 'EADDRNOTAVAIL') return `${listen} is no address of this machine.`;
  return cause instanceof Error ? cause.message : String(cause);
}
