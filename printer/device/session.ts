import { JobBuffer } from './job-buffer.ts';

/** One connection to the printer, as the printer has it. */
export type SessionPorts = {
  /** What the printer answers. */
  send(bytes: Uint8Array): void;
  /** The printer takes more (`true`), or the host has to wait: its receive buffer is full, or another one prints. */
  onReady(ready: boolean): void;
  /** The host has ended, and the printer has taken all that it sent. */
  onDone(): void;
  /** The printer ends the connection: its power went. */
  onLost(): void;
};

/** What the printer does with what a session hears. */
export type SessionOwner = {
  arrived(): void;
  ended(session: Session): void;
};

export class Session {
  readonly ports: SessionPorts;
  /** Came over the wire, and waits for the printer to take it. */
  readonly waiting = new JobBuffer();
  isEnded = false;
  #isReady: boolean | null = null;
  readonly #owner: SessionOwner;

  constructor(ports: SessionPorts, owner: SessionOwner) {
    this.ports = ports;
    this.#owner = owner;
  }

  receive(bytes: Uint8Array): void {
    this.waiting.add(bytes);
    this.#owner.arrived();
  }

  /** The host has nothing more to say. What it said is still taken. */
  end(): void {
    this.isEnded = true;
    this.#owner.arrived();
  }

  /** The host is gone; what the printer has not taken is lost. */
  drop(): void {
    this.isEnded = true;
    this.waiting.clear();
    this.#owner.ended(this);
  }

  tell(ready: boolean): void {
    if (ready === this.#isReady) return;
    this.#isReady = ready;
    this.ports.onReady(ready);
  }
}
