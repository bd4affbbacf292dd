import type { Command, CommandFrame, HostFrame, Reply } from '#contract';

import { watchSilence } from '../link/host-silence.ts';
import { readFrame } from '../link/read-frame.ts';
import type { Transport } from '../link/transport.ts';

/** What became of a command: the host's reply, or nothing heard in time, or from a host that is gone. */
export type Answer = Reply | { is: 'no-answer' };

/** What a host says to a till by itself. What a customer display shows, or a driver does, is not for it. */
export type TillFrame = Exclude<HostFrame, { frame: 'reply' | 'display' | 'to-drivers' }>;

export type LinkHandlers = {
  frame(frame: TillFrame): void;
  /** The way to the host opened, or was lost, or nothing comes over it any more. */
  open(isOpen: boolean): void;
};

export type Link = { send(command: Command): Promise<Answer> };

type Waiting = {
  /** Null when it may not be sent again. */
  frame: CommandFrame | null;
  isScan: boolean;
  answer(answer: Answer): void;
  forget(): void;
};

/** A command's answer is waited for this long, and the command repeated until then. */
const answerMs = 30_000;
/** A scan holds a payment code, which is a secret and lives about a minute: it is kept for repeating no longer than this. */
const repeatScanMs = 8_000;
const waitingMax = 64;

/**
 * Sends commands, and repeats what was not answered, with the same ids and in the same order: over a way that is open
 * again, and to a host that is new, since what was on its way to the dead one may never have come (V25, V40). A scan is
 * not repeated to a new host, which either shows its payment or knows that there is none: the sale is closed.
 */
export function openLink(transport: Transport, handlers: LinkHandlers): Link {
  const waiting = new Map<string, Waiting>();
  let hostId: string | null = null;
  /** What waits is to be sent again when a host speaks. */
  let due = false;
  const silence = watchSilence(() => handlers.open(false));
  const way = transport({
    opened() {
      due = true;
      handlers.open(true);
    },
    heard: onText,
    lost() {
      silence.end();
      handlers.open(false);
    },
  });

  function onText(text: string): void {
    const frame = readFrame(text);
    if (frame === null) return;
    silence.heard(frame);
    if (frame.frame === 'display' || frame.frame === 'to-drivers') return;
    if (frame.frame === 'reply') return settle(frame.id, frame.reply);
    handlers.frame(frame);
    if (frame.frame === 'host-away') due = true;
    if (frame.frame === 'snapshot') onHost(frame.snapshot.hostId);
    else if (frame.frame === 'unpaired') onHost(null);
  }

  function onHost(next: string | null): void {
    const isNew = next !== hostId;
    if (!isNew && !due) return;
    hostId = next;
    due = false;
    for (const [id, { frame, isScan }] of waiting) {
      if (isScan && isNew) settle(id, { is: 'no-answer' });
      else if (frame !== null) way.send(JSON.stringify(frame));
    }
  }

  function settle(id: string, answer: Answer): void {
    const command = waiting.get(id);
    if (command === undefined) return;
    command.forget();
    waiting.delete(id);
    command.answer(answer);
  }

  function send(command: Command): Promise<Answer> {
    return new Promise((resolve) => {
      if (waiting.size >= waitingMax) return resolve({ is: 'no-answer' });
      const id = crypto.randomUUID();
      const frame: CommandFrame = { id, command };
      const isScan = command.do === 'scan';
      const given: Waiting = { frame, isScan, answer: resolve, forget: () => timers.forEach(clearTimeout) };
      const timers = [setTimeout(() => settle(id, { is: 'no-answer' }), answerMs)];
      if (isScan) timers.push(setTimeout(() => (given.frame = null), repeatScanMs));
      waiting.set(id, given);
      way.send(JSON.stringify(frame));
    });
  }

  return { send };
}
