import { randomBytes } from 'node:crypto';

import type { Reply } from '#contract';
import { scaledClock, type Clock } from '#payment';

import { receive, ReservedRoom, type CommandTaker } from '../index.ts';
import { wrongFlagsCode } from '../supervise/index.ts';
import { buildHost, log, type HostInPlace } from './build-host.ts';
import { helpText, readFlags, type Flags } from './flags.ts';
import { lineLink, noLink, parentLink, utilityLink, withBeats, type FrameLink } from './frame-link.ts';
import { newTill } from './new-till.ts';
import { findPlace, madeFolder, type StartProblem } from './place.ts';
import { uuidIds } from './uuid-ids.ts';

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
  process.exitCode = wrongFlagsCode;
} else if (flags.value === null) console.log(helpText);
else void run(flags.value);

async function run(flags: Flags): Promise<void> {
  const parent = utilityLink() ?? parentLink();
  const link = parent === null ? (flags.json ? lineLink() : noLink()) : withBeats(parent);
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
  const takeBy = (next: CommandTaker): void => {
    taker = next;
    for (const raw of early.splice(0)) void receive(raw, next, screen);
  };
  const cannot = (problem: StartProblem): void => {
    say(problem, link);
    if (parent === null) return end(3);
    takeBy(cannotRun);
  };

  const journalFailed = (): void => void setTimeout(() => end(1), sayFailureForMs);
  const clock = machineClock(flags);
  const ids = uuidIds(clock, (size) => randomBytes(size));
  const made = madeFolder(flags.data);
  if (!made.ok) return cannot(made.error);
  const folder = made.value;
  // Before anything is written: on a full disk it makes room for what is open (V20).
  const room = new ReservedRoom({ clock, folder, log });

  const start = async (): Promise<void> => {
    taker = null;
    const found = findPlace(flags, folder);
    if (!found.ok) return cannot(found.error);
    const place = found.value;
    if (place === null) {
      const { backend } = flags;
      link.send({ frame: 'unpaired', backend });
      console.error('This till is not paired yet: it waits for the command "pair".');
      takeBy(newTill({ folder, backend, clock, ids, paired: () => void start() }));
      return;
    }
    const built = await buildHost({ flags, folder, place, room, clock, ids }, screen, journalFailed);
    if (!built.ok) return cannot(built.error);
    inPlace = built.value;
    console.log(JSON.stringify({ ready: 'host' }));
    takeBy(inPlace.host);
  };
  await start();
}

function machineClock({ timeScale, timeOrigin }: Flags): Clock {
  return scaledClock(
    {
      performanceNow: () => performance.now(),
      dateNow: () => Date.now(),
      setTimeout: (run, ms) => setTimeout(run, ms),
      clearTimeout: (handle) => clearTimeout(handle),
    },
    timeScale,
    timeOrigin ?? Date.now(),
  );
}

function say({ why, detail, file }: StartProblem, link: FrameLink): void {
  console.error(`The till cannot run (${why}): ${detail} ${file}`);
  link.send({ frame: 'cannot-run', why, detail, file });
}
