import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const readyWithinMs = 120_000;
const endWithinMs = 5_000;

/** The processes of one product by their names, and what they say. */
export class Processes {
  readonly #running = new Map<string, ChildProcess>();
  readonly #environment: NodeJS.ProcessEnv;
  #said = '';

  /** `environment`: in addition to this process's own. */
  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = { ...process.env, ...environment };
  }

  /** Everything on their stderr, each line with a name. */
  get said(): string {
    return this.#said;
  }

  /** Resolves with the address in the line that says it is ready; `alone` puts it into a process group of its own. */
  start(name: string, words: readonly string[], alone = false): Promise<string> {
    const child = spawn(words[0] ?? '', words.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: alone,
      env: this.#environment,
    });
    this.#keep(name, child);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${name} is not ready\n${this.#said}`)), readyWithinMs);
      child.once('error', reject); // such as no such program
      child.once('exit', () => {
        clearTimeout(late);
        reject(new Error(`${name} ended\n${this.#said}`));
      });
      createInterface({ input: child.stdout }).once('line', (line) => {
        clearTimeout(late);
        resolve((JSON.parse(line) as { url: string }).url);
      });
    });
  }

  /**
   * A child that speaks to this process; it ends with it. Resolves at nothing: its first frame says that it is ready.
   * `environment`: for this one alone.
   */
  fork(name: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    const child = spawn(words[0] ?? '', words.slice(1), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...this.#environment, ...environment },
    });
    this.#keep(name, child);
    return child;
  }

  /** Null when none of this name was started, or it was forgotten. */
  pidOf(name: string): number | null {
    return this.#running.get(name)?.pid ?? null;
  }

  /** Resolves when it has died. */
  async gone(name: string): Promise<void> {
    const child = this.#running.get(name);
    if (child !== undefined && child.exitCode === null && child.signalCode === null)
      await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  }

  /** Asks it to end, and forgets it when it has. */
  async end(name: string): Promise<void> {
    const child = this.#running.get(name);
    if (child === undefined) return;
    const gone = this.gone(name);
    if (child.connected) child.disconnect(); // also what runs under another program learns of that
    else child.kill('SIGTERM');
    const tooLong = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
    await gone;
    clearTimeout(tooLong);
    this.#running.delete(name);
  }

  #keep(name: string, child: ChildProcess): void {
    this.#running.set(name, child);
    child.stderr?.on('data', (chunk: Buffer) => (this.#said += `${name} | ${chunk.toString('utf8')}`));
  }
}

/** Those that a process started itself and that run (Linux). */
export function childrenOf(pid: number): { pid: number; words: string[] }[] {
  try {
    const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    return pids.map((child) => ({
      pid: Number(child),
      words: readFileSync(`/proc/${child}/cmdline`, 'utf8').split('\0'),
    }));
  } catch {
    return []; // it has ended meanwhile
  }
}

/** `kill -9`; one that has ended already is as good. */
export function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it was quicker
  }
}
