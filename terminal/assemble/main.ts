import type { Reply } from '#contract';

import { receive, type CommandTaker } from '../index.ts';
import { buildHost, type HostInPlace, type StartProblem } from './build-host.ts';
import { helpText, readFlags, type Flags } from './flags.ts';
import { lineLink, noLink, parentLink, type FrameLink } from './frame-link.ts';

/** How long "Cannot record" stands on the screen before the process ends and is started again (V19). */
const sayFailureForMs = 10_000;

/** Commands that come before the host is there; more than a screen sends in that time. */
const earlyMax = 100;

/** Stays so that a screen can say it; sells nothing. */
const cannotRun: CommandTaker = {
  handle: () => Promise.resolve<Reply>({ is: 'refused', why: 'not-selling' }),
  noteUnreadable: () => undefined,
};

const flags = readFlags(process.argv.slice(2));
if (!flags.ok) {
  console.error(flags.error);
  process.exitCode = 2;
} else if (flags.value === null) console.log(helpText);
else void run(flags.value);

async function run(flags: Flags): Promise<void> {
  const parent = parentLink();
  const link = parent ?? (flags.json ? lineLink() : noLink());
  const screen = { show: link.send };
  const early: unknown[] = [];
  let taker: CommandTaker | null = null;
  let inPlace: HostInPlace | null = null;

  const end = (code: number): void => {
    inPlace?.host.end();
    inPlace?.journal.close();
    process.exit(code);
  };
  process.on('SIGTERM', () => end(0));
  process.on('SIGINT', () => end(0));
  link.listen(
    (raw) => {
      if (taker === null) early.push(...(early.length < earlyMax ? [raw] : []));
      else void receive(raw, taker, screen);
    },
    () => end(0),
  );

  const built = await buildHost(flags, screen, () => void setTimeout(() => end(1), sayFailureForMs));
  if (built.ok) {
    inPlace = built.value;
    taker = inPlace.host;
    console.log(JSON.stringify({ ready: 'host' }));
  } else {
    say(built.error, link);
    if (parent === null) return end(3);
    taker = cannotRun;
  }
  for (const raw of early) void receive(raw, taker, screen);
}

function say({ why, detail, file }: StartProblem, link: FrameLink): void {
  console.error(`The till cannot run (${why}): ${detail} ${file}`);
  link.send({ frame: 'cannot-run', why, detail, file });
}
