import { WebSocket } from 'ws';

import type { DisplayFrame, HostFrame } from '#contract';
import type { Clock } from '#payment';

import {
  type Envelope,
  isFor,
  notACommand,
  readDisplayHere,
  readEnvelope,
  type ScreenRole,
} from '../terminal/supervise/index.ts';

export const pingEveryMs = 15_000;
/** A screen that leaves this much unread is dropped; it comes back and gets the newest snapshot. */
export const unreadBytesMax = 1_000_000;
/** Each kind has places of its own: displays never keep the till's screens out. */
export const screensMax = { till: 16, display: 4 } as const satisfies Record<ScreenRole, number>;
/** Commands without an answer that are remembered; the oldest are forgotten first, and screens repeat theirs. */
export const awaitedMax = 1_024;

/** A display says one word every 2 s; more than these within `wordsWithinMs` are no display, and would be heard before the till's. */
export const wordsMax = 20;
export const wordsWithinMs = 10_000;

export interface ScreenLink {
  /** Takes a screen in and tells it what is known; false when there are too many of its kind already. */
  add(socket: WebSocket, role: ScreenRole): boolean;
  /** From the host: replies go to the screen that asked, everything else to all that it is for. */
  deliver(frame: HostFrame): void;
  /** Nobody answers what was asked until now: screens ask again by themselves. */
  forgetAsked(): void;
  close(): void;
}

export type ScreenLinkParts = {
  clock: Clock;
  /** What a new screen is told at once. */
  greeting: (role: ScreenRole) => readonly HostFrame[];
  /** Hands a command to the host, or that something came which is none. */
  forward: (command: Envelope | DisplayFrame | typeof notACommand) => void;
};

type Screen = {
  role: ScreenRole;
  /** The last ping has no answer yet. */
  isSilent: boolean;
  /** Since `wordsFrom`, monotonic. */
  words: number;
  wordsFrom: number;
};

/** The screens that are open on this till. */
export function screenLink({ clock, greeting, forward }: ScreenLinkParts): ScreenLink {
  const screens = new Map<WebSocket, Screen>();
  const asked = new Map<string, WebSocket>(); // command id → the screen that asked last
  let pinging = clock.after(pingEveryMs, pingAll);

  function pingAll(): void {
    for (const [socket, screen] of screens) {
      if (screen.isSilent) socket.terminate();
      else {
        screen.isSilent = true;
        socket.ping();
      }
    }
    pinging = clock.after(pingEveryMs, pingAll);
  }

  function refuse(socket: WebSocket, code: number, why: string): void {
    socket.close(code, why);
    forward(notACommand);
  }

  /** Nobody's business is faster than this: what floods the way to the host is cut off, and recorded. */
  function floods(screen: Screen): boolean {
    const now = clock.monoMs();
    if (now - screen.wordsFrom > wordsWithinMs) {
      screen.wordsFrom = now;
      screen.words = 0;
    }
    screen.words += 1;
    return screen.role === 'display' && screen.words > wordsMax;
  }

  function hear(socket: WebSocket, role: ScreenRole, text: string): void {
    if (role === 'display') hearDisplay(socket, text);
    else hearTill(socket, text);
  }

  function hearDisplay(socket: WebSocket, text: string): void {
    const here = readDisplayHere(text);
    if (here === null) refuse(socket, 1008, 'not a word of a display');
    else forward(here);
  }

  function hearTill(socket: WebSocket, text: string): void {
    const envelope = readEnvelope(text);
    if (envelope === null) return refuse(socket, 1008, 'not a command'); // policy violation, RFC 6455 7.4.1
    asked.delete(envelope.id);
    asked.set(envelope.id, socket);
    if (asked.size > awaitedMax) asked.delete(asked.keys().next().value ?? '');
    forward(envelope);
  }

  return {
    add(socket, role) {
      const alike = [...screens.values()].filter((screen) => screen.role === role);
      if (alike.length >= screensMax[role]) return false;
      const screen: Screen = { role, isSilent: false, words: 0, wordsFrom: clock.monoMs() };
      screens.set(socket, screen);
      socket.on('pong', () => (screen.isSilent = false));
      socket.on('error', (error) => {
        socket.terminate();
        // Such as a frame beyond the limit: ws has closed it with 1009.
        if ('code' in error && String(error.code).startsWith('WS_ERR_')) forward(notACommand);
      });
      socket.on('close', () => screens.delete(socket));
      socket.on('message', (data, isBinary) => {
        // What was sent before the other side heard that it is closed still comes.
        if (socket.readyState !== WebSocket.OPEN) return;
        if (floods(screen)) {
          forward(notACommand);
          return socket.terminate();
        }
        if (isBinary || !Buffer.isBuffer(data)) refuse(socket, 1003, 'text frames only');
        else hear(socket, role, data.toString('utf8'));
      });
      for (const frame of greeting(role)) send(socket, JSON.stringify(frame));
      return true;
    },
    deliver(frame) {
      const text = JSON.stringify(frame);
      if (frame.frame !== 'reply') {
        for (const [socket, { role }] of screens) if (isFor(role, frame)) send(socket, text);
        return;
      }
      const asker = asked.get(frame.id);
      asked.delete(frame.id);
      if (asker !== undefined) send(asker, text);
    },
    forgetAsked: () => asked.clear(),
    close() {
      pinging.cancel();
      for (const socket of screens.keys()) socket.close(1001, 'the till is ending');
    },
  };
}

function send(socket: WebSocket, text: string): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > unreadBytesMax) socket.terminate();
  else socket.send(text);
}
