import { utilityProcess } from 'electron';

import { forkedNodeFlags, type ForkProcess } from '../terminal/supervise/index.ts';

/** Forks a program of ours as a utility process of this name: with the `runAsNode` fuse off Electron cannot be forked as Node. */
export function forkUtility(entry: string, serviceName: string): ForkProcess {
  return (flags) => {
    // On its stdout is only that it is ready, which its first frame says too.
    const host = utilityProcess.fork(entry, [...flags], {
      serviceName,
      stdio: ['ignore', 'ignore', 'inherit'],
      execArgv: [...forkedNodeFlags],
    });
    return {
      onStart(started) {
        host.once('spawn', () => {
          if (host.pid !== undefined) started(host.pid);
        });
      },
      send: (message) => host.postMessage(message),
      onMessage: (take) => void host.on('message', take),
      onExit: (gone) => void host.once('exit', (code) => gone(`exit code ${code}`, code)),
      kill(how) {
        // `kill()` asks (SIGTERM); there is no harder way in Electron's interface.
        if (how === 'end') host.kill();
        else if (host.pid !== undefined) process.kill(host.pid, 'SIGKILL');
      },
    };
  };
}
