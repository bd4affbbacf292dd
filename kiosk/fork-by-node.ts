import { fork } from 'node:child_process';

import { forkedNodeFlags, type ForkProcess } from '../terminal/supervise/index.ts';

/** Forks the host's entry with this same Node. */
export function forkByNode(entry: string): ForkProcess {
  return (flags) => {
    // On its stdout is only that it is ready, which its first frame says too.
    const host = fork(entry, [...flags], { stdio: ['ignore', 'ignore', 2, 'ipc'], execArgv: [...forkedNodeFlags] });
    return {
      onStart(started) {
        if (host.pid !== undefined) started(host.pid);
      },
      send(message) {
        if (host.connected) host.send(message, () => {});
      },
      onMessage: (take) => void host.on('message', take),
      onExit(gone) {
        let told = false;
        const once = (how: string, code: number | null): void => {
          if (!told) gone(how, code);
          told = true;
        };
        host.on('exit', (code, signal) => once(signal === null ? `exit code ${code}` : `signal ${signal}`, code));
        host.on('error', (error) => once(error.message, null));
      },
      kill: (how) => void host.kill(how === 'end' ? 'SIGTERM' : 'SIGKILL'),
    };
  };
}
