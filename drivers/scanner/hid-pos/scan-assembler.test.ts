import { beforeEach, describe, expect, it } from 'vitest';

import { scanTextCharsMax } from '#contract';

import { VirtualClock } from '../../../payment/testing/virtual-clock.ts';
import type { Reading } from '../scan.ts';
import { lateReadMs, nextPartWithinMs, ScanAssembler } from './scan-assembler.ts';
import type { ReportReading } from './scan-part.ts';

let clock: VirtualClock;
let readings: Reading[];
let assembler: ScanAssembler;

beforeEach(() => {
  clock = new VirtualClock(0);
  readings = [];
  assembler = new ScanAssembler(clock, (reading) => readings.push(reading));
});

function part(text: string, isLast: boolean, aim: string | null = ']Q0'): ReportReading {
  return { is: 'part', aim, data: Buffer.from(text, 'latin1'), isLast };
}

const half = { is: 'lost', why: 'half' };

describe('[V35] a code in several reports', () => {
  it('is one scan when all of it came', async () => {
    assembler.take(part('2812345678', false));
    await clock.run(nextPartWithinMs - 1);
    assembler.take(part('', false));
    await clock.run(nextPartWithinMs - 1);
    assembler.take(part('90123456\r\n', true));

    expect(readings).toEqual([{ is: 'scan', text: '281234567890123456', aim: ']Q0' }]);
  });

  it('is half a code after 500 ms without the next part', async () => {
    assembler.take(part('2812345678', false));
    await clock.run(nextPartWithinMs);
    expect(readings).toEqual([]);
    await clock.run(lateReadMs);

    expect(readings).toEqual([half]);
  });

  it('is whole when this process was held up and reads the rest late, in the turn after its timers', async () => {
    assembler.take(part('2812345678', false));
    await clock.run(nextPartWithinMs);
    assembler.take(part('90123456', true));

    expect(readings).toMatchObject([{ is: 'scan', text: '281234567890123456' }]);
  });

  it('of which a part has another AIM identifier is lost, and its rest is no code of its own', async () => {
    assembler.take(part('1', false));
    assembler.take(part('2', false, ']C0'));
    assembler.take(part('281234567890123456', true, ']C0'));
    expect(readings).toEqual([half]);

    assembler.take(part('281234567890123456', true));
    expect(readings).toHaveLength(2);
  });

  it('that another code breaks off is one message, and the other code is not taken for its rest', () => {
    assembler.take(part('1', false));
    assembler.take(part('281234567890123456', true, ']C0'));
    assembler.take(part('2', true, ']C0'));

    expect(readings).toEqual([half, { is: 'scan', text: '2', aim: ']C0' }]);
  });

  it('with an unreadable part in its middle is one message', () => {
    assembler.take(part('1', false));
    assembler.take({ is: 'garbled', isLast: false });
    assembler.take({ is: 'garbled', isLast: false });
    assembler.take(part('281234567890123456', true));
    assembler.take(part('281234567890123456', true));

    expect(readings).toEqual([
      { is: 'lost', why: 'garbled' },
      { is: 'scan', text: '281234567890123456', aim: ']Q0' },
    ]);
  });

  it('whose rest never comes does not swallow the next code', async () => {
    assembler.take({ is: 'garbled', isLast: false });
    await clock.run(nextPartWithinMs + lateReadMs);
    assembler.take(part('281234567890123456', true));

    expect(readings).toHaveLength(2);
  });

  it('that never ends is too long, once, and holds no more than that in memory', async () => {
    for (let count = 0; count < 10_000; count += 1) assembler.take(part('x'.repeat(56), false));
    assembler.take(part('281234567890123456', true));
    expect(readings).toEqual([{ is: 'lost', why: 'too-long' }]);

    for (let count = 0; count < 10_000; count += 1) assembler.take(part('', false));
    await clock.run(nextPartWithinMs + lateReadMs);
    expect(readings.slice(1)).toEqual([half]);
  });

  it('longer than a text may be is lost, not cut', () => {
    for (let count = 0; count < scanTextCharsMax; count += 1) assembler.take(part('x', false));
    assembler.take(part('\t', true));
    assembler.take(part('y'.repeat(scanTextCharsMax + 1), true));

    expect(readings).toMatchObject([{ is: 'scan' }, { is: 'lost', why: 'too-long' }]);
  });
});

describe('the end', () => {
  it('loses half a code, says so once, and leaves no timer', () => {
    assembler.take(part('1', false));
    assembler.end();
    assembler.end();

    expect(readings).toEqual([half]);
    expect(clock.waitingCount).toBe(0);
  });
});
