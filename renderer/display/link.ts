import { aliveEveryMs, type DisplayFrame, HostFrame } from '#contract';

import type { Way, WayHandlers } from './way-to-host.ts';

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

/** Words of the host that are missing before it counts as silent: three are no chance. */
export const missedMax = 3;

export function openLink(open: (handlers: WayHandlers) => Way, handlers: LinkHandlers): Link {
  const silence = watchSilence(() => handlers.silent());
  const way = open({
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

/**
 * Tells once when a host that was there says nothing any more. Counted in beats of this page's own, so that a page that was
 * asleep, of which only one beat falls due, hears the host before it calls it silent.
 */
function watchSilence(silent: () => void): { heard(frame: HostFrame): void; end(): void } {
  let beating: ReturnType<typeof setInterval> | null = null;
  let missed = 0;
  function end(): void {
    if (beating !== null) clearInterval(beating);
    beating = null;
  }
  return {
    heard({ frame }) {
      missed = 0;
      if (frame === 'host-away') return end();
      beating ??= setInterval(() => {
        missed += 1;
        if (missed === missedMax) silent();
      }, aliveEveryMs);
    },
    end,
  };
}

/** A frame that does not read is dropped: the next model replaces everything. */
function readFrame(text: string): HostFrame | null {
  try {
    return HostFrame.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
