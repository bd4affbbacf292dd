import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

import { answerRequest } from './requests.ts';
import { browser, startBrowser } from './browser.ts';
import { makeProtocol } from './scheme.ts';
import { cancellable, nothing, uncovered } from './uncovered.ts';
import { mayNavigate } from './web-contents.ts';

/** A window, as far as the program's end is concerned. */
export type Closable = { tryClose(): Promise<void>; isDestroyed(): boolean };

const switches = new Map<string, string>();
const paths = new Map<string, string>();
const ready = Promise.withResolvers<void>();
let isReady = false;
let isQuitting = false;

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly windows = new Set<Closable>();
  readonly commandLine = { appendSwitch: (name: string, value = '') => void switches.set(name, value) };
  enableSandbox = nothing;
  #folder = process.cwd();
  #lock: { file: string; server: Server } | null = null;

  isReady(): boolean {
    return isReady;
  }

  get isQuitting(): boolean {
    return isQuitting;
  }

  whenReady(): Promise<void> {
    return ready.promise;
  }

  getAppPath(): string {
    return this.#folder;
  }

  getPath(name: string): string {
    const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    const known: Record<string, string> = { appData: config, userData: join(config, 'Electron'), temp: tmpdir() };
    return paths.get(name) ?? known[name] ?? uncovered(`app.getPath('${name}')`);
  }

  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    paths.set(name, path);
  }

  /** A second program on the same `userData` hands its words to the first, and gets `false`. */
  requestSingleInstanceLock(): boolean {
    const file = join(this.getPath('userData'), 'SingletonLock.stand-in');
    const socket = join(tmpdir(), `si-${createHash('sha256').update(file).digest('hex').slice(0, 16)}.sock`);
    mkdirSync(this.getPath('userData'), { recursive: true });
    for (let tries = 0; tries < 2; tries++) {
      try {
        writeFileSync(file, String(process.pid), { flag: 'wx' });
        rmSync(socket, { force: true });
        const server = createServer((other) => {
          other.on('data', (words) => this.emit('second-instance', {}, JSON.parse(words.toString()), ''));
        });
        server.listen(socket).unref();
        this.#lock = { file, server };
        return true;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
        if (isAlive(Number(readFileSync(file, 'utf8')))) {
          const words = JSON.stringify(JSON.stringify(process.argv));
          const tell = `require('net').connect(${JSON.stringify(socket)}).end(${words})`;
          spawnSync(process.execPath, ['-e', tell], { timeout: 5_000 });
          return false;
        }
        rmSync(file, { force: true });
      }
    }
    return false;
  }

  quit(): void {
    if (isQuitting) return;
    const before = cancellable();
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    isQuitting = true;
    void this.#closeAndLeave();
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    this.#lock?.server.close();
    if (this.#lock !== null) rmSync(this.#lock.file, { force: true });
    if (!isReady) process.exit(code);
    const { cdp, exited } = browser();
    const tooLong = new Promise((resolve) => setTimeout(resolve, 3_000));
    const gone = cdp
      .send('Browser.close')
      .catch(nothing)
      .then(() => exited);
    void Promise.race([gone, tooLong]).then(() => process.exit(code));
  }

  async #closeAndLeave(): Promise<void> {
    for (const window of this.windows) await window.tryClose();
    const will = cancellable();
    this.emit('will-quit', will);
    if (will.defaultPrevented) isQuitting = false;
    else this.exit(0);
  }

  /** After the program's main script: the browser, then `ready`. */
  async start(folder: string): Promise<void> {
    this.#folder = folder;
    await startBrowser(join(this.getPath('userData'), 'Chromium'), switches, (paused) =>
      answerRequest(paused, mayNavigate),
    );
    isReady = true;
    this.emit('ready', {}, {});
    ready.resolve();
  }
}

export const app = new App();
export const protocol = makeProtocol(() => isReady);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
