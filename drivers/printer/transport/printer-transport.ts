import type { Result } from '#payment';

export type ChannelEvents = {
  take: (bytes: Uint8Array) => void;
  /** It cannot be written to any more; `detail` is the system's own text, for the log. Once, and not after `end` or `drop`. */
  gone: (detail: string) => void;
};

/** The way to a printer for one job. Nothing of it throws or rejects; the errors are the system's own texts. */
export interface Channel {
  /** Resolves when the system has taken all of them, which is not when the printer has. One at a time. */
  write(bytes: Uint8Array): Promise<Result<void, string>>;
  /** Lets out what was written, then closes. An error: some of it may not have arrived. */
  end(): Promise<Result<void, string>>;
  /** Closes at once. */
  drop(): void;
}

/** A kind of way to one printer: a socket, a device file, a fake. */
export interface PrinterTransport {
  /** False: whatever the printer says, it does not come back this way. */
  readonly canAnswer: boolean;
  /** How long `end` may take where it is the last thing that is heard of a job. */
  readonly endWithinMs: number;
  open(events: ChannelEvents): Promise<Result<Channel, string>>;
}
