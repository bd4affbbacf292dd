import type { DisplayFrame, HostFrame } from '#contract';

import { watchSilence } from '../link/host-silence.ts';
import { readFrame } from '../link/read-frame.ts';
import type { Transport } from '../link/transport.ts';

/** What a display is told. */
export type DisplayNews = Extract<HostFrame, { frame: 'display' | 'alive' | 'host-away' }>;

export type LinkHandlers = {
  told(news: DisplayNews): void;
  /** The way is there, and nothing comes over it any more. */
  silent(): void;
  /** There is no way. */
  lost(): void;
};

export type Link = {
  /** Tells the host that this display is there and shows what it was told. */
  sayHere(): void;
};

export function openLink(transport: Transport, handlers: LinkHandlers): Link {
  const silence = watchSilence(() => handlers.silent());
  const way = transport({
    // Nothing is known before the host has spoken.
    opened: () => undefined,
    heard(text) {
      const frame = readFrame(text);
      if (frame === null) return;
      silence.heard(frame);
      if (frame.frame === 'display' || frame.frame === 'alive' || frame.frame === 'host-away') handlers.told(frame);
    },
    lost() {
      silence.end();
      handlers.lost();
    },
  });
  return {
    sayHere() {
      const frame: DisplayFrame = { id: crypto.randomUUID(), command: { do: 'display-here' } };
      way.send(JSON.stringify(frame));
    },
  };
}
