import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { Gate } from './gate.ts';
import { TillClient } from './till-client.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const readyWithinMs = 60_000;

type Ready = { child: ChildProcess; url: string };
export type Victim = 'host' | 'backend';
/** Every process that can die; `main` is the shell's, which here is the kiosk. A screen's is `till.reload()`. */
export type Process = Victim | 'sandbox' | 'main';

/** The product's own processes, unchanged, each started alone, with a gate on each stretch of wire between them. */
export class Product {
  readonly folder = newFolder();
  /** The till's screen. */
  readonly till = new TillClient();
  /** Between till and backend, and between backend and Alipay+'s sandbox. */
  readonly near: Gate;
  readonly far: Gate;
  sandboxUrl = '';
  readonly #timeScale: number;
  readonly #timeOrigin = Date.now();
  readonly #environment: NodeJS.ProcessEnv;
  readonly #running = new Map<Process, ChildProcess>();
  /** A till that runs under another program, in a process group of its own. */
  #watched: ChildProcess | null = null;
  #said = '';

  private constructor(near: Gate, far: Gate, timeScale: number, diesAtCommits: boolean) {
    this.near = near;
    this.far = far;
    this.#timeScale = timeScale;
    const preload = `--import=${new URL('die-at-commit.ts', import.meta.url).href}`;
    this.#environment = diesAtCommits ? { NODE_OPTIONS: preload, CRASH_FOLDER: this.folder } : {};
  }

  /** `diesAtCommits`: for `orderDeath` and `commitsOf`. */
  static async start(timeScale: number, { diesAtCommits = false } = {}): Promise<Product> {
    const product = new Product(await Gate.open(), await Gate.open(), timeScale, diesAtCommits);
    try {
      await product.startSandbox();
      await product.startBackend();
      await product.startTill();
      return product;
    } catch (error) {
      await product.stop();
      throw error;
    }
  }

  /** Always at the same address, as a shop's settings have it. */
  async startSandbox(): Promise<void> {
    const sandbox = await this.#run('sandbox', 'acquirer/sandbox/main.ts', {
      port: this.sandboxUrl === '' ? '0' : new URL(this.sandboxUrl).port,
      client: 'SANDBOX_COUNTERPAY',
      'client-key': this.#in('backend', 'alipay.pub.pem'),
      'public-key': this.#in('sandbox', 'alipay.pub.pem'),
    });
    this.sandboxUrl = sandbox.url;
    this.far.target = sandbox.url;
  }

  async startBackend(): Promise<void> {
    const backend = await this.#run('backend', 'acquirer/backend/main.ts', {
      alipay: this.far.url,
      'alipay-client-id': 'SANDBOX_COUNTERPAY',
      'alipay-public-key': this.#in('sandbox', 'alipay.pub.pem'),
      terminal: 'TILL1',
      'terminal-key': this.#in('till', 'terminal.pub.pem'),
    });
    this.near.target = backend.url;
  }

  /** The kiosk, which starts the host and keeps it running; `under` is a program that runs and watches it. */
  async startTill(under: readonly string[] = []): Promise<void> {
    await this.endTill();
    // Otherwise it would stop selling (V47): these tests kill more hosts than a till ever loses.
    rmSync(this.#in('till', 'host-deaths.json'), { force: true });
    const kiosk = await this.#run('main', 'kiosk/main.ts', this.#tillFlags(), under);
    await this.till.open(kiosk.url);
    await this.till.until('the host', () => true, readyWithinMs); // pages are served while it still starts
  }

  async endTill(): Promise<void> {
    this.till.close();
    const watched = this.#watched?.pid;
    this.#watched = null;
    // The whole group: strace, asked to end alone, lets go of what it watches and leaves it running.
    if (watched !== undefined) process.kill(-watched, 'SIGTERM');
    await this.#end('main');
    await this.#end('host');
    this.#running.delete('host');
  }

  /** A host without a kiosk: this process is its parent, and starts no other. Resolves when it runs, not when it is ready. */
  startHostAlone(under: readonly string[] = []): ChildProcess {
    const { port: _, ...flags } = this.#flags('till', this.#tillFlags());
    const words = [...under, process.execPath, join(checkout, 'terminal/assemble/main.ts'), ...wordsOf(flags)];
    const host = spawn(words[0] ?? '', words.slice(1), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, ...this.#environment },
    });
    this.#keep('host', host);
    this.till.attach(host);
    return host;
  }

  pidOf(victim: Process): number {
    return victim === 'host' && !this.#running.has('host')
      ? Number.parseInt(readFileSync(this.#in('till', 'host.pid'), 'utf8'), 10)
      : (this.#running.get(victim)?.pid ?? 0);
  }

  /** `kill -9`, now. */
  kill(victim: Process): void {
    process.kill(this.pidOf(victim), 'SIGKILL');
  }

  /** Orders the process to die at a commit; `done` says whether it has. */
  orderDeath(victim: Victim, edge: 'before' | 'after', commit: string): { done: () => boolean } {
    const file = join(this.folder, `${victim}.kill`);
    rmSync(`${file}.done`, { force: true });
    writeFileSync(file, `${edge} ${commit}`);
    return { done: () => existsSync(`${file}.done`) };
  }

  /** The commits that this process passed since the last time it was asked, in order and without repeats. */
  commitsOf(victim: Victim): string[] {
    const file = join(this.folder, `${victim}.commits`);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    rmSync(file, { force: true });
    return [...new Set(lines.filter((line) => line.startsWith('before ')).map((line) => line.slice(7)))];
  }

  /** Resolves when this process, which is no kiosk's host, has died. */
  async gone(victim: Process): Promise<void> {
    const child = this.#running.get(victim);
    if (child !== undefined && child.exitCode === null && child.signalCode === null)
      await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  }

  said(): string {
    return this.#said;
  }

  async stop(): Promise<void> {
    await this.endTill();
    for (const name of ['backend', 'sandbox'] as const) await this.#end(name);
    this.near.close();
    this.far.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** The till's folder, with its journal. */
  get tillFolder(): string {
    return join(this.folder, 'till');
  }

  #in(name: string, file: string): string {
    return join(this.folder, name, file);
  }

  #tillFlags(): Record<string, string> {
    return { backend: this.near.url, 'backend-key': this.#in('backend', 'backend.pub.pem') };
  }

  #flags(folder: string, own: Readonly<Record<string, string>>): Record<string, string> {
    const time = { 'time-scale': String(this.#timeScale), 'time-origin': String(this.#timeOrigin) };
    return { port: '0', data: join(this.folder, folder), ...time, ...own };
  }

  #run(
    name: Process,
    entry: string,
    own: Readonly<Record<string, string>>,
    under: readonly string[] = [],
  ): Promise<Ready> {
    const flags = wordsOf(this.#flags(name === 'main' ? 'till' : name, own));
    const words = [...under, process.execPath, join(checkout, entry), ...flags];
    const child = spawn(words[0] ?? '', words.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: under.length > 0,
      env: { ...process.env, ...this.#environment },
    });
    this.#keep(name, child);
    if (under.length > 0) this.#watched = child;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${name} is not ready\n${this.#said}`)), readyWithinMs);
      child.once('error', reject); // such as no such program
      child.once('exit', () => {
        clearTimeout(late);
        reject(new Error(`${name} ended\n${this.#said}`));
      });
      createInterface({ input: child.stdout }).once('line', (line) => {
        clearTimeout(late);
        resolve({ child, url: (JSON.parse(line) as { url: string }).url });
      });
    });
  }

  #keep(name: Process, child: ChildProcess): void {
    this.#running.set(name, child);
    child.stderr?.on('data', (chunk: Buffer) => (this.#said += `${name} | ${chunk.toString('utf8')}`));
  }

  async #end(name: Process): Promise<void> {
    const child = this.#running.get(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (child.connected) child.disconnect(); // a host alone ends with its parent, also under another program
    else child.kill('SIGTERM');
    const tooLong = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(tooLong);
  }
}

function wordsOf(flags: Readonly<Record<string, string>>): string[] {
  return Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
}

/** As root the database runs as nobody, which must be able to pass through. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'counterpay-crash-'));
  chmodSync(folder, 0o711);
  mkdirSync(join(folder, 'till'));
  return folder;
}
