import { HostFrame, type Command, type CommandFrame, type Reply } from '#contract';

import type { Transport } from './transport.ts';

/** What became of a command: the host's reply, or nothing heard in time. */
export type Answer = Reply | { is: 'no-answer' };

export type LinkHandlers = {
  frame(frame: Exclude<HostFrame, { frame: 'reply' }>): void;
  /** The way to the host opened or was lost. */
  open(isOpen: boolean): void;
};

export type Link = { send(command: Command): Promise<Answer> };

type Waiting = { frame: CommandFrame; answer(answer: Answer): void; timer: ReturnType<typeof setTimeout> };

/** A command is repeated whenever the way is open again, for this long. */
const repeatMs = 30_000;
/** A scan holds a payment code, which is a secret and lives about a minute: it is given up sooner. */
const repeatScanMs = 8_000;
const waitingMax = 64;

/** Sends commands, and repeats what was not answered, with the same id, whenever the way to the host is open again. */
export function openLink(transport: Transport, handlers: LinkHandlers): Link {
  const waiting = new Map<string, Waiting>();
  const way = transport({
    opened() {
      handlers.open(true);
      for (const { frame } of waiting.values()) way.send(JSON.stringify(frame));
    },
    heard: onText,
    lost: () => handlers.open(false),
  });

  function onText(text: string): void {
    const frame = readFrame(text);
    if (frame === null) return;
    if (frame.frame !== 'reply') return handlers.frame(frame);
    settle(frame.id, frame.reply);
  }

  function settle(id: string, answer: Answer): void {
    const command = waiting.get(id);
    if (command === undefined) return;
    clearTimeout(command.timer);
    waiting.delete(id);
    command.answer(answer);
  }

  function send(command: Command): Promise<Answer> {
    return new Promise((resolve) => {
      if (waiting.size >= waitingMax) return resolve({ is: 'no-answer' });
      const id = crypto.randomUUID();
      const frame: CommandFrame = { id, command };
      const limitMs = command.do === 'scan' ? repeatScanMs : repeatMs;
      const timer = setTimeout(() => settle(id, { is: 'no-answer' }), limitMs);
      waiting.set(id, { frame, answer: resolve, timer });
      way.send(JSON.stringify(frame));
    });
  }

  return { send };
}

/** A frame that does not read is dropped: the next snapshot replaces everything. */
function readFrame(text: string): HostFrame | null {
  try {
    const frame = HostFrame.safeParse(JSON.parse(text));
    return frame.success ? frame.data : null;
  } catch {
    return null;
  }
}
