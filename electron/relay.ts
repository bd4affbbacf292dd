import type { WebContents, WebFrameMain } from 'electron';

import type { HostFrame } from '#contract';
import type { Clock, MonoMs } from '#payment';

import { type Envelope, notACommand, readEnvelope } from '../terminal/supervise/index.ts';
import { channels } from './channels.ts';
import { isScreenAddress } from './scheme.ts';

/** Commands without an answer that are remembered; the oldest are forgotten first, and screens repeat theirs. */
export const awaitedMax = 1_024;

/** More than these within a minute are dropped without a word: a page could fill the log. The host hears of each. */
export const refusalsSaidPerMinute = 10;

/** Who sent a message, as Electron's main process knows it and a page cannot forge it. */
export type Sender = {
  sender: Pick<WebContents, 'send' | 'isDestroyed'>;
  senderFrame: Pick<WebFrameMain, 'url' | 'parent'> | null;
};

type Window = Sender['sender'];

export type RelayParts = {
  clock: Clock;
  /** What a page that has just come is told at once. */
  greeting: () => readonly HostFrame[];
  /** Hands a command to the host, or that something came which is none. */
  forward: (command: Envelope | typeof notACommand) => void;
  say: (words: string) => void;
};

/** Carries frames between the host and the windows. It reads envelopes, and decides nothing. */
export class Relay {
  readonly #parts: RelayParts;
  readonly #windows = new Set<Window>();
  readonly #asked = new Map<string, Window>(); // command id → the window that asked last
  #saidAtMs: readonly MonoMs[] = []; // refusals, within the last minute

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** A page is there; after a reload it says so again. */
  hello(from: Sender): void {
    if (!isOwnPage(from)) return this.#refuse('a page that is not the till’s asked for frames');
    this.#windows.add(from.sender);
    for (const frame of this.#parts.greeting()) tell(from.sender, frame);
  }

  /** A page sent something. */
  hear(from: Sender, message: unknown): void {
    if (!isOwnPage(from)) return this.#refuse('a page that is not the till’s sent a command');
    const envelope = typeof message === 'string' ? readEnvelope(message) : null;
    if (envelope === null) return this.#refuse('the till’s page sent something that is no command');
    this.#asked.delete(envelope.id);
    this.#asked.set(envelope.id, from.sender);
    if (this.#asked.size > awaitedMax) this.#asked.delete(this.#asked.keys().next().value ?? '');
    this.#parts.forward(envelope);
  }

  /** From the host: replies go to the window that asked, everything else to all. */
  deliver(frame: HostFrame): void {
    if (frame.frame !== 'reply') {
      for (const window of this.#windows) this.#tellIfThere(window, frame);
      return;
    }
    const asker = this.#asked.get(frame.id);
    this.#asked.delete(frame.id);
    if (asker !== undefined) this.#tellIfThere(asker, frame);
  }

  /** Nobody answers what was asked until now: screens ask again by themselves. */
  forgetAsked(): void {
    this.#asked.clear();
  }

  #tellIfThere(window: Window, frame: HostFrame): void {
    if (window.isDestroyed()) this.#windows.delete(window);
    else tell(window, frame);
  }

  #refuse(why: string): void {
    this.#parts.forward(notACommand);
    const now = this.#parts.clock.monoMs();
    this.#saidAtMs = this.#saidAtMs.filter((at) => now - at < 60_000);
    if (this.#saidAtMs.length >= refusalsSaidPerMinute) return;
    this.#saidAtMs = [...this.#saidAtMs, now];
    const isLast = this.#saidAtMs.length === refusalsSaidPerMinute;
    this.#parts.say(`${why}; it was dropped${isLast ? ', and more will be without a word for a while' : ''}`);
  }
}

/** Only the page itself, never something inside it. */
function isOwnPage({ senderFrame }: Sender): boolean {
  return senderFrame !== null && senderFrame.parent === null && isScreenAddress(senderFrame.url);
}

function tell(window: Window, frame: HostFrame): void {
  window.send(channels.frame, JSON.stringify(frame));
}
