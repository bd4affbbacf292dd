/** A host process, however it was forked: by Node (kiosk) or as an Electron utility process. */
export interface ForkedHost {
  readonly pid: number | undefined;
  /** Without a host that listens it does nothing: the host's death is told by `onExit`. */
  send(message: object): void;
  onMessage(take: (message: unknown) => void): void;
  /** Told once, when it has gone or could not be started; `how` is a word or two for people. */
  onExit(gone: (how: string) => void): void;
  /** `end` asks it to end in order; `kill` does not ask. */
  kill(how: 'end' | 'kill'): void;
}

export type ForkHost = (flags: readonly string[]) => ForkedHost;
