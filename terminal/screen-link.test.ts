import type { HostFrame, Reply } from '#contract';
import { describe, expect, it } from 'vitest';

import { receive, type CommandTaker } from './screen-link.ts';

async function sent(raw: unknown) {
  const frames: HostFrame[] = [];
  const commands: unknown[] = [];
  let unreadable = 0;
  const taker: CommandTaker = {
    handle: async (command): Promise<Reply> => {
      commands.push(command);
      return { is: 'ok' };
    },
    noteUnreadable: () => (unreadable += 1),
  };
  await receive(raw, taker, { show: (frame) => frames.push(frame) });
  return { frames, commands, unreadable };
}

const charge = (minor: number) => ({ do: 'charge', saleId: 'S1', amount: { currency: 'EUR', minor } });

describe('[V39] what comes from a screen', () => {
  it('is a command, and is answered under its id', async () => {
    const { frames, commands } = await sent({ id: 'a1', command: charge(1_250) });

    expect(commands).toEqual([charge(1_250)]);
    expect(frames).toEqual([{ frame: 'reply', id: 'a1', reply: { is: 'ok' } }]);
  });

  it.each([
    ['nothing', undefined],
    ['text', 'charge'],
    ['a wish to be paid', { id: 'a1', command: { do: 'mark-paid', paymentRequestId: 'TILL1a' } }],
    ['a field too many', { id: 'a1', command: { ...charge(1_250), paid: true } }],
    ['a fraction', { id: 'a1', command: charge(12.5) }],
    ['a negative amount', { id: 'a1', command: charge(-1) }],
    ['a prototype', JSON.parse('{"id":"a1","command":{"__proto__":{"do":"stop"}}}') as unknown],
    ['too much', { id: 'a1', command: { do: 'scan', saleId: null, source: 'typed', text: 'x'.repeat(70_000) } }],
    ['what JSON does not know', { id: 'a1', command: 1n }],
  ])('or is refused and noted: %s', async (_, raw) => {
    const { frames, commands, unreadable } = await sent(raw);

    expect(commands).toEqual([]);
    expect(unreadable).toBe(1);
    for (const frame of frames)
      expect(frame).toEqual({ frame: 'reply', id: 'a1', reply: { is: 'refused', why: 'unreadable' } });
  });

  it('an amount that is too large is said to be so, and is no attack', async () => {
    const { frames, unreadable } = await sent({ id: 'a1', command: charge(100_000_000_000) });

    expect(frames).toEqual([{ frame: 'reply', id: 'a1', reply: { is: 'refused', why: 'amount-too-large' } }]);
    expect(unreadable).toBe(0);
  });

  it.each([
    ['no whole number', { ...charge(0), amount: { currency: 'EUR', minor: Number.POSITIVE_INFINITY } }],
    ['beside a field too many', { ...charge(100_000_000_000), paid: true }],
    ['of no currency', { ...charge(0), amount: { currency: 'EUR\n', minor: 100_000_000_000 } }],
  ])('but a too large amount is no honest mistake when it is %s', async (_, command) => {
    const { frames, unreadable } = await sent({ id: 'a1', command });

    expect(frames).toEqual([{ frame: 'reply', id: 'a1', reply: { is: 'refused', why: 'unreadable' } }]);
    expect(unreadable).toBe(1);
  });
});
