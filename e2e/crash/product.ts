import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { electronEnv } from '../electron-window.ts';
import { Gate } from './gate.ts';
import { throughKiosk, throughWindow, toHost } from './lines.ts';
import { childrenOf, killNow, Processes } from './processes.ts';
import { TillClient } from './till-client.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const hostWithinMs = 60_000;

export type Victim = 'host' | 'backend';
/** Every process that can die but a screen's, for which there is `till.reload()`. `main` is the shell's. */
export type Process = Victim | 'sandbox' | 'main';
export type Shell = 'kiosk' | 'electron';

/** Throws for a word that names none. */
export function shellOf(word: string): Shell {
  if (word === 'kiosk' || word === 'electron') return word;
  throw new Error(`${word} is no shell: kiosk or electron`);
}

export type ProductOptions = {
  /** How much faster than the wall the product's clocks run. */
  timeScale: number;
  /** What starts the host and shows it; Electron's runs in its stand-in. */
  shell?: Shell;
  /** For `orderDeath` and `commitsOf`. */
  diesAtCommits?: boolean;
};

/** The product's own processes, as built, each started alone, with a gate on each stretch of wire between them. */
export class Product {
  readonly folder = newFolder();
  /** The till's screen. */
  readonly till = new TillClient();
  /** Between till and backend, and between backend and Alipay+'s sandbox. */
  readonly near: Gate;
  readonly far: Gate;
  sandboxUrl = '';
  readonly #options: ProductOptions;
  readonly #timeOrigin = Date.now();
  readonly #processes: Processes;
  /** A till that runs under another program, in a process group of its own. */
  #watched: number | null = null;

  private constructor(near: Gate, far: Gate, options: ProductOptions) {
    this.near = near;
    this.far = far;
    this.#options = options;
    const preload = `--import=${new URL('die-at-commit.ts', import.meta.url).href}`;
    const dying = { NODE_OPTIONS: preload, CRASH_FOLDER: this.folder };
    this.#processes = new Processes({ ...electronEnv, ...(options.diesAtCommits === true ? dying : {}) });
  }

  static async start(options: ProductOptions): Promise<Product> {
    const product = new Product(await Gate.open(), await Gate.open(), options);
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
    this.sandboxUrl = await this.#start('sandbox', 'acquirer/sandbox/main.ts', {
      port: this.sandboxUrl === '' ? '0' : new URL(this.sandboxUrl).port,
      client: 'SANDBOX_COUNTERPAY',
      'client-key': this.#in('backend', 'alipay.pub.pem'),
      'public-key': this.#in('sandbox', 'alipay.pub.pem'),
    });
    this.far.target = this.sandboxUrl;
  }

  async startBackend(): Promise<void> {
    this.near.target = await this.#start('backend', 'acquirer/backend/main.ts', {
      port: '0',
      alipay: this.far.url,
      'alipay-client-id': 'SANDBOX_COUNTERPAY',
      'alipay-public-key': this.#in('sandbox', 'alipay.pub.pem'),
      terminal: 'TILL1',
      'terminal-key': this.#in('till', 'terminal.pub.pem'),
    });
  }

  /** The shell, which starts the host and keeps it running; `under` is a program that runs and watches the kiosk. */
  async startTill(under: readonly string[] = []): Promise<void> {
    await this.endTill();
    // Otherwise it would stop selling (V47): these tests kill more hosts than a till ever loses.
    rmSync(this.#in('till', 'host-deaths.json'), { force: true });
    if (this.#options.shell === 'electron') await this.#startWindow();
    else await this.#startKiosk(under);
    await this.till.until('the host', () => true, hostWithinMs); // pages are served while it still starts
  }

  async #startKiosk(under: readonly string[]): Promise<void> {
    const flags = this.#flags('till', { port: '0', ...this.#tillFlags() });
    const words = [...under, process.execPath, join(checkout, 'out/kiosk/main.cjs'), ...flags];
    const started = this.#processes.start('main', words, under.length > 0);
    if (under.length > 0) this.#watched = this.#processes.pidOf('main');
    await this.till.open(await throughKiosk(await started));
  }

  async #startWindow(): Promise<void> {
    const electron = join(electronEnv.ELECTRON_OVERRIDE_DIST_PATH, 'electron');
    await this.#processes.start('main', [electron, checkout, ...this.#flags('till', this.#tillFlags())]);
    await this.till.open(throughWindow(this.pidOf('main'), () => this.said()));
  }

  async endTill(): Promise<void> {
    this.till.close();
    const watched = this.#watched;
    this.#watched = null;
    // The whole group: strace, asked to end alone, lets go of what it watches and leaves it running.
    if (watched !== null) process.kill(-watched, 'SIGTERM');
    await this.#processes.end('main');
    await this.#processes.end('host');
  }

  /** A host without a shell: this process is its parent, and starts no other. Its first frame says that it is ready. */
  async startHostAlone(under: readonly string[] = []): Promise<ChildProcess> {
    const flags = this.#flags('till', this.#tillFlags());
    const entry = join(checkout, 'out/host/main.cjs');
    const host = this.#processes.fork('host', [...under, process.execPath, entry, ...flags]);
    await this.till.open(toHost(host));
    return host;
  }

  pidOf(victim: Process): number {
    const alone = this.#processes.pidOf(victim);
    if (alone !== null || victim !== 'host') return alone ?? 0;
    return Number.parseInt(readFileSync(this.#in('till', 'host.pid'), 'utf8'), 10);
  }

  /** `kill -9`, now. */
  kill(victim: Process): void {
    const pid = this.pidOf(victim);
    // Electron's main process is the browser's too; its stand-in's browser is a process of its own.
    const browsers = victim === 'main' ? childrenOf(pid).filter(({ words }) => words.some(isForWindows)) : [];
    for (const each of [pid, ...browsers.map((browser) => browser.pid)]) killNow(each);
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

  /** Resolves when this process, which is no shell's host, has died. */
  gone(victim: Process): Promise<void> {
    return this.#processes.gone(victim);
  }

  said(): string {
    return this.#processes.said;
  }

  async stop(): Promise<void> {
    await this.endTill();
    for (const name of ['backend', 'sandbox']) await this.#processes.end(name);
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

  #flags(folder: string, own: Readonly<Record<string, string>>): string[] {
    const time = { 'time-scale': String(this.#options.timeScale), 'time-origin': String(this.#timeOrigin) };
    const flags = { data: join(this.folder, folder), ...time, ...own };
    return Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
  }

  #start(name: string, entry: string, own: Readonly<Record<string, string>>): Promise<string> {
    return this.#processes.start(name, [process.execPath, join(checkout, entry), ...this.#flags(name, own)]);
  }
}

function isForWindows(word: string): boolean {
  return word.startsWith('--remote-debugging-port');
}

/** As root the database runs as nobody, which must be able to pass through. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'counterpay-crash-'));
  chmodSync(folder, 0o711);
  mkdirSync(join(folder, 'till'));
  return folder;
}
