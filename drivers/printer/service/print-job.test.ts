import { describe, expect, it } from 'vitest';

import { check, copy, holds, learned, look, print, receipt, rig, shown } from '../testing/job-rig.ts';
import { nothingKnown } from './knowledge.ts';

describe('a job', () => {
  it('is printed by the printer’s own word, and leaves nothing to be answered', async () => {
    const well = rig({ msPerByte: 1 });
    const end = await print(well, receipt);
    expect(end).toMatchObject({ outcome: { kind: 'printed' }, isClean: true, knowledge: learned });
    expect(holds(well.printer.printed, receipt)).toBe(1);
  });

  it.each([
    ['paper', 'paper-out'],
    ['cover', 'cover-open'],
    ['hang', 'unresponsive'],
    ['mute', 'unresponsive'],
    ['power', 'absent'],
    ['cable', 'unresponsive'],
  ] as const)('does not begin while its printer has this: %s', async (fault, trouble) => {
    const broken = rig();
    broken.printer.break(fault);
    const { outcome } = await print(broken, receipt);
    expect(outcome).toEqual({ kind: 'failed', trouble, paperMoved: 'no' });
    expect(broken.printer.printed).toEqual([]);
  });

  it('is sent, and no claim is made, by a printer that never says anything', async () => {
    const silent = rig();
    silent.printer.isMute = true;
    const { knowledge } = await look(silent, nothingKnown);
    expect(knowledge).toEqual({ answers: 'nothing', automatic: null, reached: null });
    const before = silent.clock.monoMs();
    const first = await print(silent, receipt, { knowledge, isClean: false });
    expect(first.outcome).toEqual({ kind: 'sent' });
    expect(silent.clock.monoMs() - before).toBeLessThanOrEqual(500);
    expect(holds(silent.printer.printed, receipt)).toBe(1);
    // It does say something after all: from then on more is wanted of it.
    silent.printer.isMute = false;
    expect((await print(silent, receipt, first)).knowledge).toEqual(nothingKnown);
  });

  it.each([
    [{ automatic: true, reached: true }, { automatic: false, reached: false }, 'sent'],
    [{ automatic: true }, { automatic: false, reached: true }, 'printed'],
    [{ reached: true }, { automatic: true, reached: false }, 'sent'],
    [{}, { automatic: true, reached: true }, 'printed'],
  ] as const)('is told of by a printer that lacks %j as it can', async (lacks, knowledge, kind) => {
    const cheap = rig({ lacks });
    const seen = await look(cheap, nothingKnown);
    expect(seen).toMatchObject({ trouble: null, knowledge: { answers: 'something', ...knowledge } });
    expect((await print(cheap, receipt, seen)).outcome).toEqual({ kind });
    expect(holds(cheap.printer.printed, receipt)).toBe(1);
  });

  it('runs out of paper at a printer that says nothing by itself, and is asked', async () => {
    const cheap = rig({ lacks: { automatic: true }, msPerByte: 20 });
    cheap.printer.breakAt('paper', 60, 'printed');
    const { outcome } = await print(cheap, receipt, { knowledge: { ...learned, automatic: false } });
    expect(outcome).toEqual({ kind: 'failed', trouble: 'paper-out', paperMoved: 'maybe' });
  });

  it('is not taken for printed by an answer to the one before, which goes on by itself when paper is back', async () => {
    const outcomes = new Set<string>();
    for (let at = 0; at < 260; at += 1) {
      const slow = rig({ msPerByte: 5 });
      slow.printer.breakAt('paper', 80, 'printed');
      const first = await print(slow, receipt);
      expect(shown(first.outcome)).toBe('paper-out maybe');
      slow.printer.mend();
      // What is left of the first, and its answer, are still to come when the next one begins; and that breaks as well.
      slow.printer.breakAt('cover', at, 'printed');
      // Meanwhile it says its status by itself, which looks like an answer.
      slow.clock.after(20, () => slow.printer.moveDrawer());
      const second = await print(slow, copy, first);
      check(slow, second.outcome, copy, `cover at ${at}`);
      outcomes.add(shown(second.outcome));
    }
    expect([...outcomes].toSorted()).toEqual(['cover-open maybe', 'cover-open no', 'printed']);
  });

  it('is not taken for printed by an answer that comes before its end is given', async () => {
    const odd = rig();
    odd.printer.breakAt('hang', 1_500, 'received', () => {
      odd.printer.isHung = false;
      odd.printer.say([0x00]);
      odd.printer.isHung = true;
      odd.clock.after(5_000, () => odd.printer.break('power'));
    });
    const { outcome } = await print(odd, Buffer.concat([new Uint8Array(3_000).fill(0x41), receipt]));
    expect(shown(outcome)).toBe('unplugged maybe');
  });

  it('that runs out of paper is told of at once', async () => {
    const empty = rig();
    empty.printer.breakAt('paper', 60, 'printed');
    const before = empty.clock.monoMs();
    expect(shown((await print(empty, receipt)).outcome)).toBe('paper-out maybe');
    expect(empty.clock.monoMs() - before).toBeLessThanOrEqual(500);
  });

  it('begins at once after one that broke off within a large picture', async () => {
    const head = Buffer.from('1d763000480064 00'.replaceAll(' ', ''), 'hex');
    const large = Buffer.concat([head, new Uint8Array(7_200).fill(0x10), receipt]);
    for (const at of [1, 5, 9, 100, 4_000, 7_000]) {
      const broken = rig();
      broken.printer.breakAt('reset', 8 + at, 'received');
      const first = await print(broken, large);
      expect(shown(first.outcome)).toBe('unplugged maybe');
      const again = await print(broken, copy, first);
      expect([at, shown(again.outcome), holds(broken.printer.printed, copy)]).toEqual([at, 'printed', 1]);
    }
  });
});

describe('a printer that says anything at all', () => {
  it('[V41] gets jobs that end, whatever it says and whenever', async () => {
    let seed = 9;
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >> 8;
    const kinds = new Map<string, number>();
    for (let round = 0; round < 1_500; round += 1) {
      const odd = rig();
      const talk = (): void => {
        odd.printer.say(Array.from({ length: next() % 6 }, () => next() & 0xff));
        odd.clock.after(next() % 700, talk);
      };
      talk();
      const { outcome } = await print(odd, receipt, { isClean: round % 2 === 0 });
      kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
      check(odd, outcome, receipt, `round ${round}`);
    }
    expect([...kinds.keys()].toSorted()).toEqual(['failed', 'printed', 'sent']);
  });

  it('is not believed when some of it does not read', async () => {
    const odd = rig();
    odd.printer.breakAt('mute', 60, 'received', () => {
      odd.printer.isMute = false;
      odd.printer.say([0x92]);
    });
    expect((await print(odd, receipt)).outcome).toEqual({ kind: 'sent' });
  });
});
