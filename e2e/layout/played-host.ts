import type { Page } from '@playwright/test';

import type { CommandFrame } from '#contract';

import type { HostSays, Replies } from './screen.ts';

declare global {
  interface Window {
    /** What a shell would have put into the page, and here is the test's. */
    played: {
      tell: (text: string) => void;
      replies: Replies;
      /** What the page asked of its host, by name. */
      asked: string[];
    };
  }
}

/** The beat of a host that is at work: without it a page says that its host is lost. */
const beatMs = 2_000;

/** Puts a host into every page that is opened from now on; it says nothing but its beat until `say`. */
export async function playHost(page: Page): Promise<void> {
  await page.addInitScript((beat) => {
    const early: string[] = [];
    const played: Window['played'] = { tell: (text) => early.push(text), replies: {}, asked: [] };
    const bridge = {
      send(text: string): void {
        const { id, command } = JSON.parse(text) as CommandFrame;
        if (command.do !== 'display-here') played.asked.push(command.do);
        const reply = played.replies[command.do] ?? { is: 'ok' };
        queueMicrotask(() => played.tell(JSON.stringify({ frame: 'reply', id, reply })));
      },
      onFrame(take: (text: string) => void): void {
        played.tell = take;
        early.splice(0).forEach(take);
        setInterval(() => take('{"frame":"alive"}'), beat);
      },
    };
    Object.assign(window, { counterpay: bridge, played });
  }, beatMs);
}

export async function say(page: Page, says: readonly HostSays[], replies: Replies = {}): Promise<void> {
  await page.evaluate(
    ([texts, given]) => {
      window.played.replies = given;
      texts.forEach((text) => window.played.tell(text));
    },
    [says.map((frame) => JSON.stringify(frame)), replies] as const,
  );
}
