import { describe, expect, it } from 'vitest';

import {
  AttemptRunner,
  backendPolicy,
  fold,
  phaseOf,
  tillPolicy,
  type InquiryAnswer,
  type PayAnswer,
  type Policy,
} from '#payment';

import { intent, proof, success } from './tables/starts.ts';
import { attemptRig, type Script } from './testing/attempt-rig.ts';

const payS: PayAnswer = { kind: 'succeeded', success, proof };
const inProcess = { kind: 'in-process', proof } as const;
const inquiryS: InquiryAnswer = { kind: 'succeeded', success, proof };
const notExist: InquiryAnswer = { kind: 'not-exist', proof };
const cancelS = { kind: 'succeeded', proof } as const;
const unreachable = { kind: 'none', why: 'unreachable' } as const;

const hops = [
  { hop: 'till', policy: tillPolicy },
  { hop: 'backend', policy: backendPolicy },
] as const;

async function started(policy: Policy, script: Script) {
  const rig = attemptRig(policy, script, intent.wallAt);
  let runner: AttemptRunner | null | undefined;
  void AttemptRunner.start(intent, rig.ports).then((one) => (runner = one));
  await rig.clock.run(0);
  return { ...rig, runner: () => runner };
}

function sentBetween(sent: readonly { at: number; what: string }[], what: string, from: number, to: number): number {
  return sent.filter((one) => one.what.startsWith(what) && one.at >= from && one.at < to).length;
}

describe('the runner', () => {
  it('[V13] sends nothing before the intent is durable', async () => {
    const rig = await started(tillPolicy, {
      append: () => ({ tookMs: 8_000 }),
      pay: () => ({ answer: payS, tookMs: 300 }),
    });
    await rig.clock.run(7_999);
    expect(rig.log).toEqual(['0 append pay.intent']);
    await rig.clock.run(1);
    expect(rig.log.slice(1, 3)).toEqual(['8000 durable pay.intent', '8000 send pay 1']);
  });

  it('[V26] counts T_quiet from when pay left, however long its commit took', async () => {
    const rig = await started(backendPolicy, {
      append: ([record]) => ({ tookMs: record?.kind === 'pay.intent' ? 8_000 : 0 }),
      inquire: () => ({ answer: notExist, tookMs: 100 }),
      cancel: () => ({ answer: { kind: 'refused', code: 'ORDER_NOT_EXIST', proof }, tookMs: 100 }),
    });
    await rig.clock.run(9_000);
    rig.runner()?.cancelAsked('stop');
    await rig.clock.run(200_000);
    expect(rig.sent[0]).toEqual({ at: 8_000, what: 'pay 1' });
    expect(rig.log.filter((line) => line.endsWith('append final'))).toEqual(['128100 append final']);
  });

  it('[5.2/28] writes one record for a flood of messages that fail their checks', async () => {
    const rig = await started(tillPolicy, { pay: () => ({ answer: inProcess, tookMs: 100 }) });
    await rig.clock.run(200);
    for (let i = 0; i < 1_000; i++) rig.runner()?.unverified('bad-signature');
    await rig.clock.run(10_000);
    rig.runner()?.unverified('bad-signature');
    await rig.clock.run(0);
    expect(rig.journal.filter(({ kind }) => kind === 'security')).toHaveLength(2);
  });

  it('[5.2] tells of an ignored pair once, for the log', async () => {
    const rig = await started(tillPolicy, { pay: () => ({ answer: payS, tookMs: 100 }) });
    await rig.clock.run(200);
    for (let i = 0; i < 3; i++) rig.runner()?.stop();
    await rig.clock.run(0);
    expect(rig.log.filter((line) => line.startsWith('200 ignored/'))).toEqual(['200 ignored/nothing-is-open']);
  });

  it('[5.2/26] asks late once more, 30 s later, when the ceiling did not let it through', async () => {
    const rig = await started(backendPolicy, {
      pay: () => ({ answer: { kind: 'failed', code: 'USER_BALANCE_NOT_ENOUGH', proof }, tookMs: 100 }),
      inquire: (_, elapsedMs) => (elapsedMs < 60_000 ? null : { answer: inquiryS, tookMs: 50 }),
    });
    await rig.clock.run(1_000);
    void rig.runner()?.hint('succeeded');
    await rig.clock.run(120_000);
    expect(rig.sent.filter(({ what }) => what.startsWith('inquire'))).toEqual([{ at: 61_000, what: 'inquire late' }]);
    expect(rig.journal.at(-1)?.kind).toBe('escalated');
  });

  it('[V13] writes that a pay may leave twice before it leaves twice', async () => {
    const rig = await started(tillPolicy, { pay: () => ({ answer: unreachable, tookMs: 100 }) });
    await rig.clock.run(3_000);
    expect(rig.log.filter((line) => /tx|pay \d/.test(line))).toEqual([
      '0 send pay 1',
      '100 append tx',
      '100 durable tx',
      '1100 send pay 2',
      '1200 append tx',
      '1200 durable tx',
      '2200 send pay 3',
    ]);
  });

  it('[V13] cancels only after the cancel intent is durable', async () => {
    const rig = await started(backendPolicy, {
      append: () => ({ tookMs: 40 }),
      cancel: () => ({ answer: cancelS, tookMs: 50 }),
    });
    await rig.clock.run(100);
    rig.runner()?.cancelAsked('stop');
    await rig.clock.run(39);
    expect(rig.sent.map(({ what }) => what)).not.toContain('cancel');
    await rig.clock.run(1);
    expect(rig.log.slice(-3)).toEqual(['140 durable cancel.intent', '140 send cancel', '140 changed 5.2/17b']);
  });

  it('[V14] shows an outcome only after its record is durable', async () => {
    const rig = await started(tillPolicy, {
      append: () => ({ tookMs: 40 }),
      pay: () => ({ answer: payS, tookMs: 300 }),
    });
    await rig.clock.run(1_000);
    expect(rig.log.slice(-3)).toEqual(['340 append final', '380 durable final', '380 changed 5.2/3']);
  });

  it('[V19] sends nothing when the intent cannot be written', async () => {
    const rig = await started(tillPolicy, { append: () => ({ tookMs: 5, fails: true }) });
    await rig.clock.run(100_000);
    expect(rig.runner()).toBeNull();
    expect(rig.log).toEqual(['0 append pay.intent', '5 write failed']);
    expect(rig.clock.waitingCount).toBe(0);
  });

  it('[V19] does nothing more once a record cannot be written, and shows nothing', async () => {
    const rig = await started(tillPolicy, {
      pay: () => ({ answer: payS, tookMs: 100 }),
      append: (records) => ({ tookMs: 1, fails: records.some(({ kind }) => kind === 'final') }),
    });
    await rig.clock.run(200_000);
    expect(rig.log.slice(-2)).toEqual(['101 append final', '102 write failed']);
    expect(rig.sent).toEqual([{ at: 1, what: 'pay 1' }]);
    expect(rig.clock.waitingCount).toBe(0);
  });

  it('[V12] does not believe a success whose paymentId belongs to another attempt', async () => {
    const rig = await started(tillPolicy, {
      pay: () => ({ answer: payS, tookMs: 100 }),
      foreignPaymentIds: [success.paymentId],
    });
    await rig.clock.run(200);
    expect(rig.journal.map(({ kind }) => kind)).toEqual(['pay.intent', 'security', 'tx']);
  });

  it('[V33] drops an answer that comes after the runner has ended', async () => {
    const rig = await started(tillPolicy, { pay: () => ({ answer: payS, tookMs: 5_000 }) });
    rig.runner()?.dispose();
    await rig.clock.run(100_000);
    expect(rig.journal.map(({ kind }) => kind)).toEqual(['pay.intent']);
    expect(rig.clock.waitingCount).toBe(0);
  });

  it('takes one event at a time, also while a commit takes long', async () => {
    const rig = await started(tillPolicy, {
      pay: () => ({ answer: payS, tookMs: 1_000 }),
      append: (records) => ({ tookMs: records.some(({ kind }) => kind === 'hint') ? 3_000 : 0 }),
      inquire: () => ({ answer: inquiryS, tookMs: 10 }),
    });
    await rig.clock.run(500);
    void rig.runner()?.hint('succeeded');
    await rig.clock.run(10_000);
    const finals = rig.journal.filter(({ kind }) => kind === 'final');
    expect(finals).toHaveLength(1);
    expect(rig.log.indexOf('3500 changed 5.2/16')).toBeLessThan(rig.log.indexOf('3500 append final'));
  });

  it('[V40] a second Stop starts nothing', async () => {
    const rig = await started(tillPolicy, { cancel: () => ({ answer: cancelS, tookMs: 50 }) });
    await rig.clock.run(3_000);
    rig.runner()?.stop();
    rig.runner()?.stop();
    await rig.clock.run(1_000);
    rig.runner()?.stop();
    await rig.clock.run(1_500);
    expect(rig.sent.map(({ what }) => what)).toEqual(['pay 1', 'inquire ask', 'cancel']);
    expect(rig.steps.at(-1)?.rule).toBe('5.2/19');
  });

  it.each(hops)('lets no timer run on once the outcome is known at the $hop', async ({ policy }) => {
    const rig = await started(policy, { pay: () => ({ answer: payS, tookMs: 500 }) });
    await rig.clock.run(600);
    expect(rig.clock.waitingCount).toBe(0);
  });
});

describe('the runner after a restart', () => {
  it('[R9] asks and never pays', async () => {
    const facts = fold([intent, { kind: 'tx', number: 2 }]);
    if (facts === null) throw new Error('an intent makes facts');
    const rig = attemptRig(
      tillPolicy,
      { inquire: () => ({ answer: unreachable, tookMs: 10 }) },
      intent.wallAt + 20_000,
    );
    const runner = AttemptRunner.resume(facts, rig.ports);
    await rig.clock.run(200_000);
    expect(rig.sent[0]).toEqual({ at: 0, what: 'inquire now' });
    expect(rig.sent.some(({ what }) => what.startsWith('pay'))).toBe(false);
    expect(phaseOf(runner.attempt)).toBe('cancelling');
    // The deadline is 75 s after the intent, 20 s of which had passed.
    expect(rig.sent.find(({ what }) => what === 'inquire ask')).toEqual({ at: 55_000, what: 'inquire ask' });
  });

  it.each([
    { jump: -86_400_000, name: 'a day back' },
    { jump: 86_400_000, name: 'a day on' },
  ])('[V28] cancels at the latest one deadline after the start when the clock was set $name', async ({ jump }) => {
    const facts = fold([intent]);
    if (facts === null) throw new Error('an intent makes facts');
    const rig = attemptRig(tillPolicy, { inquire: () => ({ answer: unreachable, tookMs: 10 }) }, intent.wallAt + jump);
    AttemptRunner.resume(facts, rig.ports);
    await rig.clock.run(75_100);
    expect(rig.journal.map(({ kind }) => kind)).toContain('cancel.intent');
    expect(rig.journal.map(({ kind }) => kind)).not.toContain('final');
  });

  it('[V25] goes on cancelling', async () => {
    const facts = fold([intent, { kind: 'cancel.intent', by: 'stop' }]);
    if (facts === null) throw new Error('an intent makes facts');
    const rig = attemptRig(
      backendPolicy,
      { inquire: () => ({ answer: unreachable, tookMs: 10 }), cancel: () => ({ answer: unreachable, tookMs: 10 }) },
      intent.wallAt + 5_000,
    );
    AttemptRunner.resume(facts, rig.ports);
    await rig.clock.run(60_000);
    expect(sentBetween(rig.sent, 'cancel', 0, 60_000)).toBeGreaterThanOrEqual(6);
  });
});

describe('a payment that nobody answers', () => {
  const payAnsweredAfter = [200, 1_000, 2_500, 4_000, 6_000, 7_900];

  it.each(payAnsweredAfter)(
    '[V27] is inquired about 14 to 18 times by the backend when pay took %i ms',
    async (tookMs) => {
      const rig = await started(backendPolicy, {
        pay: () => ({ answer: inProcess, tookMs }),
        inquire: () => ({ answer: inProcess, tookMs: 80 }),
      });
      await rig.clock.run(65_000);
      const inquiries = sentBetween(rig.sent, 'inquire', 0, 65_001);
      expect(inquiries).toBeGreaterThanOrEqual(14);
      expect(inquiries).toBeLessThanOrEqual(18);
    },
  );

  it.each(hops)(
    '[V27] is inquired about at most 20 times in any 60 s while it is asked about at the $hop',
    async ({ policy }) => {
      for (const tookMs of payAnsweredAfter) {
        const rig = await started(policy, {
          pay: () => ({ answer: inProcess, tookMs }),
          inquire: () => ({ answer: inProcess, tookMs: 80 }),
        });
        await rig.clock.run(policy.deadlineMs);
        for (const { at } of rig.sent)
          expect(sentBetween(rig.sent, 'inquire', at, at + 60_000), `pay took ${tookMs} ms`).toBeLessThanOrEqual(20);
      }
    },
  );

  it.each(hops)(
    '[V24][V26] is cancelled, told to a person within 90 s and ends as never arrived at the $hop',
    async ({ policy }) => {
      const rig = await started(policy, {
        pay: () => ({ answer: unreachable, tookMs: 3_000 }),
        inquire: () => ({ answer: notExist, tookMs: 80 }),
        cancel: () => ({ answer: unreachable, tookMs: 3_000 }),
      });
      await rig.clock.run(300_000);
      const kinds = rig.journal.map(({ kind }) => kind);
      expect(kinds).toEqual(['pay.intent', 'tx', 'tx', 'cancel.intent', 'escalated', 'final']);
      expect(rig.journal.at(-1)).toMatchObject({ outcome: 'declined', code: 'NEVER_ARRIVED' });
      const finalAt = Number.parseInt(rig.log.find((line) => line.endsWith('durable final')) ?? '', 10);
      const lastPayAt = rig.sent.filter(({ what }) => what.startsWith('pay')).at(-1)?.at ?? 0;
      expect(finalAt - lastPayAt).toBeGreaterThanOrEqual(120_000);
    },
  );

  it.each(hops)('[V25] has its cancel repeated for an hour without an answer at the $hop', async ({ policy }) => {
    const rig = await started(policy, {});
    await rig.clock.run(3_600_000);
    const first = rig.sent.find(({ what }) => what === 'cancel')?.at ?? 0;
    expect(sentBetween(rig.sent, 'cancel', first, first + 600_000)).toBeGreaterThan(8);
    expect(sentBetween(rig.sent, 'cancel', first + 600_000, 3_600_000)).toBeGreaterThanOrEqual(7);
    expect(rig.steps.at(-1)?.attempt.facts.standing.at).toBe('cancelling');
  });

  it('[V28] runs the same whatever the wall clock does meanwhile', async () => {
    const script: Script = {
      pay: () => ({ answer: inProcess, tookMs: 700 }),
      cancel: () => ({ answer: cancelS, tookMs: 90 }),
    };
    const quiet = await started(backendPolicy, script);
    await quiet.clock.run(200_000);
    const jumpy = await started(backendPolicy, script);
    for (const by of [86_400_000, -90_000_000, 1_000, -1_000]) {
      jumpy.clock.jumpWall(by);
      await jumpy.clock.run(50_000);
    }
    expect(jumpy.log).toEqual(quiet.log);
  });
});
