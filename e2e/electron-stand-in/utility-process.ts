import { fork as forkNode, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';

import type Electron from 'electron';

const parentPort = fileURLToPath(new URL('parent-port.ts', import.meta.url));

/** A child process of Node's; inside it, `process.parentPort` is as in a utility process and `process.send` is not there. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  #pid: number | undefined;

  constructor(entry: string, args: readonly string[], { stdio, env, execArgv }: Electron.ForkOptions) {
    super();
    const [, out, error] = Array.isArray(stdio) ? stdio : ['ignore', stdio ?? 'inherit', stdio ?? 'inherit'];
    this.#child = forkNode(entry, [...args], {
      stdio: ['ignore', out === 'inherit' ? 2 : 'ignore', error === 'inherit' ? 2 : 'ignore', 'ipc'],
      execArgv: ['--import', parentPort, ...(execArgv ?? [])],
      env: { ...process.env, ...env },
    });
    this.#child.on('spawn', () => {
      this.#pid = this.#child.pid;
      this.emit('spawn');
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code) => {
      this.#pid = undefined;
      this.emit('exit', code ?? 1);
    });
    // A browser process that dies takes its children with it.
    process.once('exit', () => this.#child.kill('SIGKILL'));
  }

  /** From `spawn` to `exit`, as in Electron. */
  get pid(): number | undefined {
    return this.#pid;
  }

  postMessage(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

export const utilityProcess = {
  fork: (entry: string, args: readonly string[] = [], options: Electron.ForkOptions = {}) =>
    new UtilityProcess(entry, args, options),
};
