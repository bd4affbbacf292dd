import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../payment/testing/virtual-clock.ts';
import { scanBytesMax } from '../scan-text.ts';
import type { Reading } from '../scan.ts';
import { CodeFramer, endingWithinMs, lateReadMs, silenceMs } from './code-framer.ts';

let clock: VirtualClock;
let readings: Reading[];
let framer: CodeFramer;

beforeEach(() => {
  clock = new VirtualClock(0);
  readings = [];
  framer = new CodeFramer(clock, (reading) => readings.push(reading));
});

function send(text: string): void {
  framer.take(Buffer.from(text, 'latin1'));
}

function texts(): string[] {
  return readings.map((reading) => (reading.is === 'scan' ? reading.text : reading.why));
}

describe('[V35] codes of a serial scanner', () => {
  it.each(['\r', '\n', '\r\n', '\n\r', '\t\r\n'])('end with %j', (ending) => {
    send(`281234567890123456${ending}`);

    expect(texts()).toEqual(['281234567890123456']);
  });

  it('may come byte by byte, or several at once', async () => {
    for (const byte of '281234567890123456\r') {
      send(byte);
      await clock.run(10);
    }
    send('one\r\ntwo\rthree\n');

    expect(texts()).toEqual(['281234567890123456', 'one', 'two', 'three']);
  });

  it('end with 50 ms of silence, from a scanner that has never sent an ending', async () => {
    send('2812345678');
    await clock.run(silenceMs - 1);
    send('90123456');
    await clock.run(silenceMs + lateReadMs);

    expect(texts()).toEqual(['281234567890123456']);
  });

  it('do not end with silence from a scanner that sends endings: a code that the line held up is one code', async () => {
    send('281234567890123456\r');
    send('2812345678');
    await clock.run(endingWithinMs - 100);
    send('90123456\r');

    expect(texts()).toEqual(['281234567890123456', '281234567890123456']);
  });

  it('that lack their ending are half a code, from such a scanner', async () => {
    send('281234567890123456\r');
    send('2812345678901234');
    await clock.run(endingWithinMs + lateReadMs);

    expect(texts()).toEqual(['281234567890123456', 'half']);
  });

  it('are whole when this process was held up and reads the rest late', async () => {
    send('2812345678');
    await clock.run(silenceMs);
    send('90123456');
    await clock.run(silenceMs + lateReadMs);

    expect(texts()).toEqual(['281234567890123456']);
  });

  it('carry their AIM identifier in front', () => {
    send(']C0281234567890123456\r]Q3\r]d2\x1d01\r');

    expect(readings).toEqual([
      { is: 'scan', text: '281234567890123456', aim: ']C0' },
      { is: 'scan', text: '\x1d01', aim: ']d2' },
    ]);
  });

  it('that are too long cost one message, and their end is no code', () => {
    for (let count = 0; count < 100; count += 1) send('x'.repeat(1_000));
    send('281234567890123456\r');
    send('281234567890123456\r');

    expect(texts()).toEqual(['too-long', '281234567890123456']);
    expect(scanBytesMax).toBeLessThan(100_000);
  });

  it('are not what a wrong speed gives', () => {
    send('\x00\x18\x06\r');
    send('12\x1b[A\r');
    send('\x02281234567890123456\x03\r');

    expect(texts()).toEqual(['garbled', 'garbled', 'garbled']);
  });

  it('of nothing are nothing', async () => {
    send('\r\n\r\n\r');
    send('');
    await clock.run(1_000);

    expect(readings).toEqual([]);
    expect(clock.waitingCount).toBe(0);
  });

  it('that the port’s end cuts are half', () => {
    send('2812');
    framer.end();
    framer.end();

    expect(texts()).toEqual(['half']);
    expect(clock.waitingCount).toBe(0);
  });
});
