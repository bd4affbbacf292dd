import { utilityProcess } from 'electron';

import { hostNodeFlags, type ForkHost } from '../terminal/supervise/index.ts';

/** Forks the host's entry as a utility process: with the `runAsNode` fuse off Electron cannot be forked as Node. */
export function forkUtility(entry: string): ForkHost {
  return (flags) => {
    // On its stdout is only that it is ready, which its first frame says too.
    const host = utilityProcess.fork(entry, [...flags], {
      serviceName: 'Counterpay terminal host',
      stdio: ['ignore', 'ignore', 'inherit'],
      execArgv: [...hostNodeFlags],
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
