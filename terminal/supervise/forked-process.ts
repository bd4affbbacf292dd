/** A process of the till, host or drivers, however it was forked: by Node (kiosk) or as an Electron utility process. */
export interface ForkedProcess {
  /** Told once, when its process is there, at once or later. */
  onStart(started: (pid: number) => void): void;
  /** Without a process that listens it does nothing: its death is told by `onExit`. */
  send(message: object): void;
  onMessage(take: (message: unknown) => void): void;
  /** Told once, when it has gone or could not be started; `how` is a word or two for people. `code`: it ended itself. */
  onExit(gone: (how: string, code: number | null) => void): void;
  /** `end` asks it to end in order; `kill` does not ask. */
  kill(how: 'end' | 'kill'): void;
}

/**
 * How Node runs such a process: what it allocates for a payment is short-lived, and a small nursery gives it back before the
 * process has grown (`npm run bench -- --only host-memory`: 92 MB instead of 144 after 1,000 payments).
 */
export const forkedNodeFlags: readonly string[] = ['--max-semi-space-size=2'];

export type ForkProcess = (flags: readonly string[]) => ForkedProcess;
