import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import * as z from 'zod';

import { CannotStart } from './cannot-start.ts';
import { withCompileCache } from './compile-cache.ts';

/** The one line that a process prints on stdout when it can be used. */
const ReadyLine = z.object({
  ready: z.string(),
  url: z.url(),
  wallet: z.url().optional(),
  display: z.url().optional(),
});
export type ReadyLine = z.infer<typeof ReadyLine>;

/** One that serves pages may print this line before: they can be opened, and say themselves that it is starting. */
const ListeningLine = z.object({ listening: z.string(), url: z.url() });

/** How soon a process is started again after its first, second, … death in a row; the last one repeats. */
const restartDelaysMs = [500, 1_000, 2_000, 5_000] as const;
/** A process that was usable this long is taken to be well: the next death counts as the first again. */
const wellAfterMs = 60_000;
const readyWithinMs = 60_000;

const endWithLauncher = new URL('end-with-launcher.ts', import.meta.url).href;

/** A program of ours, run by this Node: it ends when we are gone. */
export function byNode(entry: string): readonly string[] {
  return [process.execPath, '--import', endWithLauncher, entry];
}

export interface Supervised {
  /** The port it listens on; kept over restarts. */
  readonly ready: ReadyLine;
  /** Asks it to end and waits; after `withinMs` it is killed. */
  stop(withinMs: number): Promise<void>;
}

export type SupervisedParts = {
  /** What people call it: the prefix of its lines. */
  name: string;
  /** The program and its first words. It ends when its standard input does. */
  command: readonly string[];
  /** The flags to start it with on a port; 0 takes any. */
  flags: (port: number) => readonly string[];
  port: number;
  say: (words: string) => void;
  onPid: (pid: number) => void;
  /** Its pages can be opened, for the first time; it may not be ready. */
  onListening: (url: string) => void;
  /** It was ended by a person, in order, after it had been ready; without this it is started again. */
  onClosed?: () => void;
  /** It was started again and may have a new address. */
  onReadyAgain: (ready: ReadyLine) => void;
  /** Ends the start early: the process is stopped and `CannotStart` is thrown. */
  signal: AbortSignal;
};

/** Starts one process, resolves when it is ready, and from then on starts it again whenever it dies. Throws `CannotStart`. */
export async function supervise(parts: SupervisedParts): Promise<Supervised> {
  const { name, say } = parts;
  let child: ChildProcess | null = null;
  let stopping = false;
  let deathsInARow = 0;
  let hasListened = false;
  let restart: NodeJS.Timeout | undefined;

  /** Resolves with the ready line, or null when it ended before. */
  function launch(port: number, onEnd: (how: string, wasReady: boolean) => void): Promise<ReadyLine | null> {
    return new Promise((resolve) => {
      let readyAt: number | null = null;
      // In a process group of its own: Ctrl-C reaches only us, and we end the others in order.
      const [program = '', ...words] = parts.command;
      const started = spawn(program, [...words, ...parts.flags(port)], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: withCompileCache(process.env),
        detached: process.platform !== 'win32',
      });
      child = started;
      if (started.pid !== undefined) parts.onPid(started.pid);
      createInterface({ input: started.stderr }).on('line', (line) => say(`${name} | ${line}`));
      createInterface({ input: started.stdout }).on('line', (line) => {
        const read = readLine(line);
        if (read === null) return say(`${name} | ${line}`);
        if ('listening' in read) return onListening(read.url);
        readyAt = performance.now();
        resolve(read);
      });
      started.on('error', (error) => say(`${name} | ${error.message}`));
      started.on('close', (code, signal) => {
        if (child === started) child = null;
        if (readyAt !== null && performance.now() - readyAt >= wellAfterMs) deathsInARow = 0;
        resolve(null);
        if (code === 0 && readyAt !== null && !stopping && parts.onClosed !== undefined) return parts.onClosed();
        onEnd(signal === null ? `exit code ${code}` : `signal ${signal}`, readyAt !== null);
      });
    });
  }

  function onListening(url: string): void {
    if (hasListened) return;
    hasListened = true;
    parts.onListening(url);
  }

  function startAgain(port: number, how: string): void {
    if (stopping) return;
    const afterMs = restartDelaysMs[Math.min(deathsInARow, restartDelaysMs.length - 1)] ?? restartDelaysMs[0];
    deathsInARow += 1;
    say(`${name} ended unexpectedly (${how}); starting it again in ${afterMs / 1_000} s`);
    restart = setTimeout(() => {
      void launch(port, (next) => startAgain(port, next)).then((ready) => {
        if (ready === null) return;
        say(`${name} is running again`);
        parts.onReadyAgain(ready);
      });
    }, afterMs);
  }

  async function stop(withinMs: number): Promise<void> {
    stopping = true;
    clearTimeout(restart);
    const running = child;
    if (running === null) return;
    await new Promise<void>((resolve) => {
      const tooLong = setTimeout(() => running.kill('SIGKILL'), withinMs);
      running.once('close', () => {
        clearTimeout(tooLong);
        resolve();
      });
      running.kill('SIGTERM');
    });
  }

  let port = parts.port;
  const first = launch(port, (how, wasReady) => (wasReady ? startAgain(port, how) : undefined));
  const outcome = await Promise.race([first, whenLate(), whenAborted(parts.signal)]);
  if (outcome === 'late' || outcome === 'aborted') await stop(2_000);
  if (outcome === 'late') throw new CannotStart(`The ${name} was not ready within ${readyWithinMs / 1_000} s.`);
  if (outcome === 'aborted') throw new CannotStart('Ended before everything was ready.');
  if (outcome === null) throw new CannotStart(`The ${name} could not start; the lines above say why.`);
  port = Number(new URL(outcome.url).port);
  return { ready: outcome, stop };
}

function readLine(line: string): ReadyLine | z.infer<typeof ListeningLine> | null {
  try {
    return z.union([ReadyLine, ListeningLine]).safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null; // some other words
  }
}

function whenLate(): Promise<'late'> {
  return new Promise((resolve) => setTimeout(() => resolve('late'), readyWithinMs).unref());
}

function whenAborted(signal: AbortSignal): Promise<'aborted'> {
  if (signal.aborted) return Promise.resolve('aborted');
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'), { once: true }));
}
