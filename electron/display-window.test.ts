import { EventEmitter } from 'node:events';

import type { Display as Monitor } from 'electron';
import { expect, it } from 'vitest';

import { keepDisplayWindow, type DisplayWindowParts } from './display-window.ts';

/** A desktop whose first monitor is the primary one, and the windows that were opened on it. */
function desktop(mode: DisplayWindowParts['mode'], ...ids: number[]) {
  const events = new EventEmitter();
  const monitors = ids.map((id) => ({ id }) as Monitor);
  const opened: (number | null)[] = [];
  const open = new Map<number | null, () => void>();
  const screen = Object.assign(events, {
    getAllDisplays: () => [...monitors],
    getPrimaryDisplay: () => monitors[0],
  }) as unknown as DisplayWindowParts['screen'];
  keepDisplayWindow({
    mode,
    screen,
    open(monitor) {
      const on = monitor?.id ?? null;
      opened.push(on);
      const listeners: (() => void)[] = [];
      const close = (): void => {
        if (open.delete(on)) for (const listener of listeners) listener();
      };
      open.set(on, close);
      return { close, onClosed: (closed) => void listeners.push(closed) };
    },
  });
  return {
    opened,
    shownOn: () => [...open.keys()],
    closeByHand: () => open.forEach((close) => close()),
    plugIn(id: number) {
      monitors.push({ id } as Monitor);
      events.emit('display-added', {}, { id });
    },
    pull(id: number) {
      monitors.splice(
        monitors.findIndex((monitor) => monitor.id === id),
        1,
      );
      events.emit('display-removed', {}, { id });
    },
  };
}

it('by auto it is on the second monitor, and nowhere without one', () => {
  expect(desktop('auto', 1).opened).toEqual([]);
  expect(desktop('auto', 1, 2).shownOn()).toEqual([2]);
});

it('by auto it comes with the second monitor, stays with it, and goes with it', () => {
  const desk = desktop('auto', 1);
  desk.plugIn(2);
  desk.plugIn(3);
  expect(desk.shownOn()).toEqual([2]);
  desk.pull(2);
  expect(desk.shownOn()).toEqual([3]);
  desk.pull(3);
  expect(desk.shownOn()).toEqual([]);
  desk.plugIn(4);
  expect([desk.opened, desk.shownOn()]).toEqual([[2, 3, 4], [4]]);
});

it('another monitor that goes changes nothing, and one that was closed by hand comes back with the next', () => {
  const desk = desktop('auto', 1, 2, 3);
  desk.pull(3);
  expect(desk.shownOn()).toEqual([2]);
  desk.closeByHand();
  expect(desk.shownOn()).toEqual([]);
  desk.plugIn(3);
  expect(desk.shownOn()).toEqual([2]);
});

it('off is off, and window is one plain window whatever monitors there are', () => {
  const off = desktop('off', 1, 2);
  off.plugIn(3);
  expect(off.opened).toEqual([]);
  const plain = desktop('window', 1, 2);
  plain.plugIn(3);
  plain.pull(2);
  expect(plain.opened).toEqual([null]);
});
