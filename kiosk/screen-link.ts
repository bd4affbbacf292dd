import { WebSocket } from 'ws';

import type { HostFrame } from '#contract';
import type { Clock } from '#payment';

import { type Envelope, notACommand, readEnvelope } from '../terminal/supervise/index.ts';

export const pingEveryMs = 15_000;
/** A screen that leaves this much unread is dropped; it comes back and gets the newest snapshot. */
export const unreadBytesMax = 1_000_000;
export const screensMax = 16;
/** Commands without an answer that are remembered; the oldest are forgotten first, and screens repeat theirs. */
export const awaitedMax = 1_024;

export interface ScreenLink {
  /** Takes a screen in and tells it what is known; false when there are too many already. */
  add(socket: WebSocket): boolean;
  /** From the host: replies go to the screen that asked, everything else to all. */
  deliver(frame: HostFrame): void;
  /** Nobody answers what was asked until now: screens ask again by themselves. */
  forgetAsked(): void;
  close(): void;
}

export type ScreenLinkParts = {
  clock: Clock;
  /** What a new screen is told at once. */
  greeting: () => readonly HostFrame[];
  /** Hands a command to the host, or that something came which is none. */
  forward: (command: Envelope | typeof notACommand) => void;
};

/** The screens that are open on this till. */
export function screenLink({ clock, greeting, forward }: ScreenLinkParts): ScreenLink {
  const silent = new Map<WebSocket, boolean>(); // screen → whether the last ping is unanswered
  const asked = new Map<string, WebSocket>(); // command id → the screen that asked last
  let pinging = clock.after(pingEveryMs, pingAll);

  function pingAll(): void {
    for (const [socket, unanswered] of silent) {
      if (unanswered) socket.terminate();
      else {
        silent.set(socket, true);
        socket.ping();
      }
    }
    pinging = clock.after(pingEveryMs, pingAll);
  }

  function refuse(socket: WebSocket, code: number, why: string): void {
    socket.close(code, why);
    forward(notACommand);
  }

  function hear(socket: WebSocket, text: string): void {
    const envelope = readEnvelope(text);
    if (envelope === null) return refuse(socket, 1008, 'not a command'); // policy violation, RFC 6455 7.4.1
    asked.delete(envelope.id);
    asked.set(envelope.id, socket);
    if (asked.size > awaitedMax) asked.delete(asked.keys().next().value ?? '');
    forward(envelope);
  }

  return {
    add(socket) {
      if (silent.size >= screensMax) return false;
      silent.set(socket, false);
      socket.on('pong', () => silent.set(socket, false));
      socket.on('error', (error) => {
        socket.terminate();
        // Such as a frame beyond the limit: ws has closed it with 1009.
        if ('code' in error && String(error.code).startsWith('WS_ERR_')) forward(notACommand);
      });
      socket.on('close', () => silent.delete(socket));
      socket.on('message', (data, isBinary) => {
        if (isBinary || !Buffer.isBuffer(data)) refuse(socket, 1003, 'text frames only');
        else hear(socket, data.toString('utf8'));
      });
      for (const frame of greeting()) send(socket, JSON.stringify(frame));
      return true;
    },
    deliver(frame) {
      const text = JSON.stringify(frame);
      if (frame.frame !== 'reply') {
        for (const socket of silent.keys()) send(socket, text);
        return;
      }
      const asker = asked.get(frame.id);
      asked.delete(frame.id);
      if (asker !== undefined) send(asker, text);
    },
    forgetAsked: () => asked.clear(),
    close() {
      pinging.cancel();
      for (const socket of silent.keys()) socket.close(1001, 'the till is ending');
    },
  };
}

function send(socket: WebSocket, text: string): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > unreadBytesMax) socket.terminate();
  else socket.send(text);
}
