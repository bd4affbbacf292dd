import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../drivers/main.ts', import.meta.url));
const endWithinMs = 10_000;
const patienceMs = 10_000;

export type SeenScanner = { id: string; via: string; presence: string; trouble: string | null; layout: string | null };
export type SeenPort = { id: string; name: string; inUse: boolean };
/** As much as the rigs judge by, and when it was heard (ms, CLOCK_MONOTONIC). */
export type Heard = { atMs: number } & (
  | { driver: 'devices'; scanners: SeenScanner[]; ports: SeenPort[]; missing: string[] }
  | { driver: 'scan'; seq: number; scanner: string; text: string; aim: string | null }
  | { driver: 'lost'; seq: number; scanner: string; why: string }
  | { driver: 'alive' | 'starting' | 'away' }
);

/** The till's driver process by itself, tried by hand: what it says is a line of JSON on its stdout. */
export class DriverProcess {
  /** Oldest first, without `alive`. */
  readonly heard: Heard[] = [];
  readonly #child: ChildProcess;
  readonly #patienceMs: number;
  readonly #waiting = new Set<() => void>();
  #said = '';

  private constructor(child: ChildProcess, patienceMs: number) {
    this.#child = child;
    this.#patienceMs = patienceMs;
  }

  /**
   * `under`: words that go before Node's, such as those of a program that changes the user. `patienceMs`: how long it is
   * waited for what is to happen.
   */
  static start(
    dataDir: string,
    options: { environment?: Readonly<Record<string, string>>; under?: readonly string[]; patienceMs?: number } = {},
  ): DriverProcess {
    const words = [...(options.under ?? []), process.execPath, entry, '--data', dataDir, '--json'];
    const child = spawn(words[0] ?? '', words.slice(1), {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...options.environment },
    });
    const drivers = new DriverProcess(child, options.patienceMs ?? patienceMs);
    child.stderr.on('data', (chunk: Buffer) => (drivers.#said += chunk.toString('utf8')));
    child.once('error', (error) => (drivers.#said += error.message));
    createInterface({ input: child.stdout }).on('line', (line) => drivers.#hear(line));
    return drivers;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Everything on its stderr. */
  get said(): string {
    return this.#said;
  }

  /** The newest word about a scanner; undefined while there is none. */
  scanner(serial: string): SeenScanner | undefined {
    return this.devices?.scanners.find(({ id }) => id.includes(serial));
  }

  get devices(): Extract<Heard, { driver: 'devices' }> | undefined {
    return this.heard.findLast((frame) => frame.driver === 'devices');
  }

  /** Scans and losses, in the order in which they were said. */
  get outcomes(): Extract<Heard, { seq: number }>[] {
    return this.heard.filter((frame) => frame.driver === 'scan' || frame.driver === 'lost');
  }

  command(command: object): void {
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  async until(what: string, fits: () => boolean, withinMs = this.#patienceMs): Promise<void> {
    const endsAt = performance.now() + withinMs;
    while (!fits()) {
      const leftMs = endsAt - performance.now();
      if (leftMs <= 0 || this.#child.exitCode !== null)
        throw new Error(`${what}: not within ${withinMs} ms; heard last: ${this.#last()}\n${this.#said}`);
      await this.#nextFrame(leftMs);
    }
  }

  async untilReady(serial: string, withinMs?: number): Promise<void> {
    await this.until(`${serial} is ready`, () => this.scanner(serial)?.presence === 'ready', withinMs);
  }

  /** What it has open under /dev: on Linux only. */
  openDevices(): string[] {
    const folder = `/proc/${this.pid}/fd`;
    return readdirSync(folder).flatMap((fd) => {
      try {
        const target = readlinkSync(`${folder}/${fd}`);
        return target.startsWith('/dev/') && target !== '/dev/null' ? [target] : [];
      } catch {
        return []; // closed meanwhile
      }
    });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    const tooLong = setTimeout(() => this.#child.kill('SIGKILL'), endWithinMs);
    await gone;
    clearTimeout(tooLong);
  }

  #last(): string {
    return this.heard
      .slice(-3)
      .map((frame) => JSON.stringify(frame))
      .join(' ');
  }

  #hear(line: string): void {
    const frame = { ...(JSON.parse(line) as object), atMs: Number(process.hrtime.bigint()) / 1e6 } as Heard;
    if (frame.driver === 'alive') return;
    this.heard.push(frame);
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  #nextFrame(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#waiting.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
