import { describe, expect, it } from 'vitest';

import { afterAutomatic, afterRealTime, nothingSaid, obstacleOf, troubleOf } from './condition.ts';
import { identityBytesMax, ReplyReader, type PrinterReply } from './reply-reader.ts';

function read(...chunks: number[][]): PrinterReply[] {
  const reader = new ReplyReader();
  return chunks.flatMap((chunk) => reader.take(Uint8Array.from(chunk)));
}

const automatic = [0x14, 0x00, 0x0f, 0x00];
const identity = [0x5f, ...Buffer.from('EPSON'), 0];

describe('a printer’s answers', () => {
  it('are told apart by the bits that are fixed in each', () => {
    expect(read([0x12], automatic, [0x00], identity)).toEqual([
      { is: 'real-time', byte: 0x12 },
      { is: 'automatic', bytes: automatic },
      { is: 'reached', byte: 0 },
      { is: 'identity', text: 'EPSON' },
    ]);
  });

  it('are the same however they are cut into pieces', () => {
    const all = [0x16, ...automatic, 0x03, ...identity, 0x1a, ...automatic];
    const whole = read(all);
    expect(whole).toHaveLength(6);
    for (let at = 1; at < all.length; at += 1) expect(read(all.slice(0, at), all.slice(at))).toEqual(whole);
  });

  it('to a real-time question may come in the middle of an automatic one', () => {
    expect(read([0x14, 0x00], [0x32], [0x0f, 0x00])).toEqual([
      { is: 'real-time', byte: 0x32 },
      { is: 'automatic', bytes: automatic },
    ]);
  });

  it('that break off cost the one that broke, and flow control nothing', () => {
    expect(read([0x14, 0x00], automatic)).toEqual([{ is: 'garbled' }, { is: 'automatic', bytes: automatic }]);
    expect(read([0x14, 0x11, 0x00, 0x13, 0x0f, 0x00])).toEqual([{ is: 'automatic', bytes: automatic }]);
  });

  it('without an end are garbled, and kept no longer than a name is', () => {
    const endless = new ReplyReader();
    const said = Array.from({ length: 100 }, () => endless.take(new Uint8Array(1_000).fill(0x41)));
    expect(said.flat().every(({ is }) => is === 'reached' || is === 'garbled')).toBe(true);
    expect(read([0x5f, ...Array.from({ length: identityBytesMax + 1 }, () => 0x41)])).toEqual([{ is: 'garbled' }]);
  });

  it('[V41] may be any bytes: none throws, and every one leaves a trouble that there is a word for', () => {
    let seed = 41;
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >> 8;
    for (let round = 0; round < 20_000; round += 1) {
      const reader = new ReplyReader();
      let condition = nothingSaid;
      for (const reply of reader.take(Uint8Array.from({ length: 1 + (next() % 24) }, () => next() & 0xff))) {
        if (reply.is === 'automatic') condition = afterAutomatic(reply.bytes);
        if (reply.is === 'real-time')
          condition = afterRealTime(condition, (1 + (next() % 4)) as 1 | 2 | 3 | 4, reply.byte);
        expect(troubleOf(condition) ?? 'none').toMatch(
          /^(none|cover-open|paper-out|paper-low|cutter|overheat|offline|unknown)$/,
        );
        expect(obstacleOf(condition)).not.toBe('paper-low');
      }
    }
  });
});

describe('what a printer says of itself', () => {
  // Epson's reference, DLE EOT n: bits 1 and 4 are always set.
  it.each([
    [1, 0x12, null, { isOffline: false, drawerLevel: 'low' }],
    [1, 0x16, null, { isOffline: false, drawerLevel: 'high' }],
    [1, 0x1a, 'offline', { isOffline: true, drawerLevel: 'low' }],
    [2, 0x12, null, { cover: 'closed', paper: 'ok', fault: 'none' }],
    [2, 0x16, 'cover-open', { cover: 'open' }],
    [2, 0x32, 'paper-out', { paper: 'out' }],
    [2, 0x52, 'unknown', { fault: 'unknown' }],
    [3, 0x1a, 'cutter', { fault: 'cutter' }],
    [3, 0x32, 'unknown', { fault: 'unknown' }],
    [3, 0x52, 'overheat', { fault: 'overheat' }],
    [4, 0x12, null, { paper: 'ok' }],
    [4, 0x1e, 'paper-low', { paper: 'low' }],
    [4, 0x7e, 'paper-out', { paper: 'out' }],
  ] as const)('when asked for %i, %i means %s', (n, byte, trouble, part) => {
    const condition = afterRealTime(nothingSaid, n, byte);
    expect(troubleOf(condition)).toBe(trouble);
    expect(condition).toMatchObject(part);
  });

  it.each([
    [[0x14, 0, 0, 0], null],
    [[0x3c, 0, 0, 0], 'cover-open'],
    [[0x1c, 0, 0x0f, 0], 'paper-out'],
    [[0x14, 0, 0x03, 0], 'paper-low'],
    [[0x1c, 0x08, 0, 0], 'cutter'],
    [[0x1c, 0x40, 0, 0], 'overheat'],
    [[0x1c, 0x20, 0, 0], 'unknown'],
    [[0x1c, 0, 0, 0], 'offline'],
    // A person closes the cover before putting paper in.
    [[0x3c, 0, 0x0f, 0], 'cover-open'],
  ] as const)('by itself, %j means %s', (bytes, trouble) => {
    expect(troubleOf(afterAutomatic(bytes))).toBe(trouble);
  });
});
