import { expect, it } from 'vitest';

import type { HostFrame } from '#contract';

import { notACommand } from '../terminal/supervise/index.ts';
import { VirtualClock } from '../terminal/testing/virtual-clock.ts';
import { channels } from './channels.ts';
import { awaitedMax, refusalsSaidPerMinute, Relay, type Sender } from './relay.ts';

const command = { do: 'back', saleId: 's1' };

/** A window, and what it was told. */
function windowAt(url = 'app://till/', parent: Sender['senderFrame'] = null) {
  const told: unknown[] = [];
  const sender = {
    gone: false,
    isDestroyed: () => sender.gone,
    send: (channel: string, text: string) => void told.push([channel, JSON.parse(text)]),
  };
  return { from: { sender, senderFrame: { url, parent } } as unknown as Sender, sender, told };
}

function relayOf(greeting: readonly HostFrame[] = [], displayGreeting = greeting) {
  const forwarded: unknown[] = [];
  const said: string[] = [];
  const clock = new VirtualClock();
  const relay = new Relay({
    clock,
    greeting: (role) => (role === 'till' ? greeting : displayGreeting),
    forward: (envelope) => forwarded.push(envelope),
    say: (words) => said.push(words),
  });
  return { relay, clock, forwarded, said };
}

it('a page that says hello is told what is known, and from then on everything but others’ replies', () => {
  const { relay, forwarded } = relayOf([{ frame: 'host-away' }]);
  const [asking, watching] = [windowAt(), windowAt()];
  for (const { from } of [asking, watching]) relay.hello(from);
  relay.hear(asking.from, JSON.stringify({ id: 'c1', command }));
  expect(forwarded).toEqual([{ id: 'c1', command }]);
  relay.deliver({ frame: 'reply', id: 'c1', reply: { is: 'ok' } });
  const away = [channels.frame, { frame: 'host-away' }];
  expect(asking.told).toEqual([away, [channels.frame, { frame: 'reply', id: 'c1', reply: { is: 'ok' } }]]);
  expect(watching.told).toEqual([away]);
});

it('[V39] a page from elsewhere, or inside the till’s, is neither heard nor told, and the host records that it tried', () => {
  const { relay, forwarded, said } = relayOf([{ frame: 'host-away' }]);
  const top = windowAt().from.senderFrame;
  const strangers = [windowAt('https://till/'), windowAt('app://till.evil/'), windowAt('app://till/', top)];
  for (const { from, told } of strangers) {
    relay.hello(from);
    relay.hear(from, JSON.stringify({ id: 'c1', command }));
    relay.deliver({ frame: 'host-away' });
    expect(told).toEqual([]);
  }
  relay.hello({ ...windowAt().from, senderFrame: null });
  expect(forwarded).toEqual(said.map(() => notACommand));
  expect(said).toHaveLength(7);
});

it('[V39] what is no command, no text, too long or too deep is dropped, and the host records that it came', () => {
  const { relay, forwarded } = relayOf();
  const { from } = windowAt();
  const deep = `{"id":"x","command":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
  const long = JSON.stringify({ id: 'x', command: 'y'.repeat(70_000) });
  const messages = [{ id: 'x', command }, null, 7, '', '{', '[]', '{"id":1,"command":{}}', deep, long];
  for (const message of messages) relay.hear(from, message);
  expect(forwarded).toEqual(messages.map(() => notACommand));
});

it('[V39] a page that floods is put in words ten times a minute, and the host records each time', async () => {
  const { relay, clock, forwarded, said } = relayOf();
  const { from } = windowAt();
  for (let sent = 0; sent < 1_000; sent++) relay.hear(from, 'nonsense');
  expect([said.length, forwarded.length]).toEqual([refusalsSaidPerMinute, 1_000]);
  expect(said.at(-1)).toContain('without a word');
  await clock.advance(60_000);
  relay.hear(from, 'nonsense');
  expect(said).toHaveLength(refusalsSaidPerMinute + 1);
});

function namesOf(told: unknown[]) {
  return (told as [string, HostFrame][]).map(([, { frame }]) => frame);
}

it('a display’s window is told its own frames, and a till’s all others', () => {
  const { relay } = relayOf([], [{ frame: 'alive' }]);
  const [till, display] = [windowAt(), windowAt('app://display/')];
  for (const { from } of [till, display]) relay.hello(from);
  const frames = [{ frame: 'unpaired', backend: null }, { frame: 'display' }, { frame: 'host-away' }] as HostFrame[];
  for (const frame of frames) relay.deliver(frame);
  expect(namesOf(till.told)).toEqual(['unpaired', 'host-away']);
  expect(namesOf(display.told)).toEqual(['alive', 'display', 'host-away']);
});

it('[V39] a display may say only that it is there, and gets no till’s reply for it', () => {
  const { relay, forwarded, said } = relayOf();
  const [till, display] = [windowAt(), windowAt('app://display/')];
  relay.hear(till.from, JSON.stringify({ id: 'c1', command }));
  const here = { do: 'display-here' };
  relay.hear(display.from, JSON.stringify({ id: 'c1', command: here }));
  expect(forwarded.slice(1)).toEqual([{ id: 'display', command: here }]);
  relay.deliver({ frame: 'reply', id: 'display', reply: { is: 'ok' } });
  relay.deliver({ frame: 'reply', id: 'c1', reply: { is: 'ok' } });
  expect([till.told.length, display.told.length]).toEqual([1, 0]);
  for (const message of [JSON.stringify({ id: 'c2', command }), '', null]) relay.hear(display.from, message);
  expect(forwarded.slice(2)).toEqual([notACommand, notACommand, notACommand]);
  expect(said[0]).toContain('customer screen');
});

it('what was asked is remembered within limits, and nobody is told who has gone', () => {
  const { relay } = relayOf();
  const { from, sender, told } = windowAt();
  relay.hello(from);
  for (let asked = 0; asked <= awaitedMax; asked++) relay.hear(from, JSON.stringify({ id: `c${asked}`, command }));
  relay.deliver({ frame: 'reply', id: 'c0', reply: { is: 'ok' } });
  expect(told).toEqual([]);
  sender.gone = true;
  relay.deliver({ frame: 'reply', id: 'c1', reply: { is: 'ok' } });
  relay.deliver({ frame: 'host-away' });
  expect(told).toEqual([]);
});
