import type { WebContents, WebFrameMain } from 'electron';

import type { DisplayFrame, HostFrame } from '#contract';
import type { Clock, MonoMs } from '#payment';

import {
  type Envelope,
  isFor,
  notACommand,
  readDisplayHere,
  readEnvelope,
  type ScreenRole,
} from '../terminal/supervise/index.ts';
import { channels } from './channels.ts';
import { screenAt } from './scheme.ts';

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
  greeting: (role: ScreenRole) => readonly HostFrame[];
  /** Hands a command to the host, or that something came which is none. */
  forward: (command: Envelope | DisplayFrame | typeof notACommand) => void;
  say: (words: string) => void;
};

/** Carries frames between the host and the windows. It reads envelopes, and decides nothing. */
export class Relay {
  readonly #parts: RelayParts;
  readonly #windows = new Map<Window, ScreenRole>();
  readonly #asked = new Map<string, Window>(); // command id → the window that asked last
  #saidAtMs: readonly MonoMs[] = []; // refusals, within the last minute

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** A page is there; after a reload it says so again. */
  hello(from: Sender): void {
    const role = roleOf(from);
    if (role === null) return this.#refuse('a page that is not the till’s asked for frames');
    this.#windows.set(from.sender, role);
    for (const frame of this.#parts.greeting(role)) tell(from.sender, frame);
  }

  /** A page sent something. */
  hear(from: Sender, message: unknown): void {
    const text = typeof message === 'string' ? message : '';
    switch (roleOf(from)) {
      case null:
        return this.#refuse('a page that is not the till’s sent a command');
      case 'display':
        return this.#hearDisplay(text);
      case 'till':
        return this.#hearTill(from.sender, text);
    }
  }

  #hearDisplay(text: string): void {
    const here = readDisplayHere(text);
    if (here === null) this.#refuse('the customer screen’s page sent something that it may not say');
    else this.#parts.forward(here);
  }

  #hearTill(sender: Window, text: string): void {
    const envelope = readEnvelope(text);
    if (envelope === null) return this.#refuse('the till’s page sent something that is no command');
    this.#asked.delete(envelope.id);
    this.#asked.set(envelope.id, sender);
    if (this.#asked.size > awaitedMax) this.#asked.delete(this.#asked.keys().next().value ?? '');
    this.#parts.forward(envelope);
  }

  /** From the host: replies go to the window that asked, everything else to all that it is for. */
  deliver(frame: HostFrame): void {
    if (frame.frame !== 'reply') {
      for (const [window, role] of this.#windows) if (isFor(role, frame)) this.#tellIfThere(window, frame);
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

/** By the page's address, and only of the page itself, never of something inside it. */
function roleOf({ senderFrame }: Sender): ScreenRole | null {
  return senderFrame === null || senderFrame.parent !== null ? null : screenAt(senderFrame.url);
}

function tell(window: Window, frame: HostFrame): void {
  window.send(channels.frame, JSON.stringify(frame));
}
