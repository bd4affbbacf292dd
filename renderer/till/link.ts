import { HostFrame, type Command, type CommandFrame, type Reply } from '#contract';

/** What became of a command: the host's reply, or nothing heard in time. */
export type Answer = Reply | { is: 'no-answer' };

export type LinkHandlers = {
  frame(frame: Exclude<HostFrame, { frame: 'reply' }>): void;
  /** The socket opened or was lost. */
  open(isOpen: boolean): void;
};

export type Link = { send(command: Command): Promise<Answer> };

type Waiting = { frame: CommandFrame; answer(answer: Answer): void; timer: ReturnType<typeof setTimeout> };

const reconnectMinMs = 250;
const reconnectMaxMs = 4_000;
/** A command is repeated over new connections for this long. */
const repeatMs = 30_000;
/** A scan holds a payment code, which is a secret and lives about a minute: it is given up sooner. */
const repeatScanMs = 8_000;
const waitingMax = 64;

/** Keeps a WebSocket to the host open, and repeats what was not answered, with the same id, when it had to reconnect. */
export function openLink(url: string, handlers: LinkHandlers): Link {
  const waiting = new Map<string, Waiting>();
  let socket: WebSocket | null = null;
  let reconnectMs = reconnectMinMs;

  function connect(): void {
    const next = new WebSocket(url);
    next.addEventListener('open', () => {
      socket = next;
      reconnectMs = reconnectMinMs;
      handlers.open(true);
      for (const { frame } of waiting.values()) next.send(JSON.stringify(frame));
    });
    next.addEventListener('message', (event) => onText(String(event.data)));
    next.addEventListener('close', () => {
      if (socket === next) socket = null;
      handlers.open(false);
      setTimeout(connect, reconnectMs);
      reconnectMs = Math.min(reconnectMs * 2, reconnectMaxMs);
    });
  }

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
      socket?.send(JSON.stringify(frame));
    });
  }

  connect();
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
