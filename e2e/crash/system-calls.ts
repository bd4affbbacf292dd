import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** By these a process changes what is outside of it: a disk, a socket, a pipe. `?`: not on every machine. */
const outward =
  'write,writev,pwrite64,pwritev,fsync,fdatasync,?rename,?renameat,?renameat2,?ftruncate,?unlink,?unlinkat,connect,sendto,sendmsg';

/** The k-th call of this name by the main thread, counted from 1. */
export type CallPoint = { call: string; k: number };

/** How often each call was made: by the main thread, and by all others together. */
export type CallCounts = { main: ReadonlyMap<string, number>; others: number };

/** Why no system calls can be watched here; null when they can be. */
export function watchingProblem(): string | null {
  if (process.platform !== 'linux') return 'strace exists on Linux only';
  const tried = spawnSync('strace', ['-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (tried.error !== undefined) return 'strace is not installed (Debian: apt-get install strace)';
  return tried.status === 0 ? null : `ptrace is not allowed here: ${tried.stderr.trim()}`;
}

/** Runs a program and writes down its outward calls. */
export function counting(file: string): string[] {
  return ['strace', '-f', '-s', '0', '-o', file, '-e', `trace=${outward}`];
}

/** Runs a program that dies at the entry of this call: the call is not made any more. */
export function dyingAt({ call, k }: CallPoint, file: string): string[] {
  return ['strace', '-s', '0', '-o', file, '-e', `trace=${call}`, '-e', `inject=${call}:signal=SIGKILL:when=${k}`];
}

/** What `counting` wrote down. The first line is the main thread's. */
export function countsIn(file: string): CallCounts {
  const main = new Map<string, number>();
  let others = 0;
  let mainThread: string | null = null;
  for (const line of readFileSync(file, 'latin1').split('\n')) {
    const [, thread = '', call = ''] = /^(\d+)\s+(\w+)\(/.exec(line) ?? [];
    if (call === '') continue; // such as a signal, or the second half of a call
    mainThread ??= thread;
    if (thread === mainThread) main.set(call, (main.get(call) ?? 0) + 1);
    else others += 1;
  }
  return { main, others };
}

/** Counts the outward calls of a running process while something is done. */
export async function countCalls(pid: number, file: string, during: () => Promise<unknown>): Promise<CallCounts> {
  const strace = await attach([...counting(file).slice(1), '-p', String(pid)], () => undefined);
  try {
    await during();
  } finally {
    await detach(strace);
  }
  return countsIn(file);
}

/** Waits in a running process for one call of its main thread. */
export class Trap {
  /** Whether the call was made before the trap was taken away. */
  readonly sprung: Promise<boolean>;
  readonly #strace: ChildProcess;

  private constructor(strace: ChildProcess, caught: Promise<void>) {
    this.#strace = strace;
    const gone = once(strace, 'exit');
    this.sprung = Promise.race([caught.then(() => true), gone.then(() => false)]);
  }

  /** `SIGKILL` takes effect before the call is made; `SIGSTOP` when it was made: all threads stand still until `SIGCONT`. */
  static async lay(pid: number, { call, k }: CallPoint, signal: 'SIGKILL' | 'SIGSTOP'): Promise<Trap> {
    const rule = ['-e', `trace=${call}`, '-e', `inject=${call}:signal=${signal}:when=${k}`];
    const sign = signal === 'SIGKILL' ? '+++ killed by SIGKILL' : '--- stopped by SIGSTOP';
    const caught = Promise.withResolvers<void>();
    const hear = (line: string): void => (line.startsWith(sign) ? caught.resolve() : undefined);
    return new Trap(await attach(['-s', '0', ...rule, '-p', String(pid)], hear), caught.promise);
  }

  async takeAway(): Promise<void> {
    await detach(this.#strace);
  }
}

async function attach(words: readonly string[], hear: (line: string) => void): Promise<ChildProcess> {
  const strace = spawn('strace', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: strace.stderr }).on('line', (line) => {
      hear(line);
      said.push(line);
      if (/^strace: Process \d+ attached/.test(line)) resolve();
    });
    strace.once('exit', () => reject(new Error(`strace did not attach: ${said.join(' ')}`)));
  });
  return strace;
}

async function detach(strace: ChildProcess): Promise<void> {
  if (strace.exitCode !== null || strace.signalCode !== null) return;
  const gone = once(strace, 'exit');
  strace.kill('SIGINT'); // asked to end, it lets go of what it watches
  await gone;
}
