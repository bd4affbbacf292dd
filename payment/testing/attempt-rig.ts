import {
  type AttemptPorts,
  type AttemptRecord,
  type CancelAnswer,
  type EpochMs,
  type InquiryAnswer,
  type InquiryPurpose,
  type PayAnswer,
  type Policy,
  type Step,
} from '#payment';

import { VirtualClock } from './virtual-clock.ts';

/** How the acquirer answers in a test: what, and after how long. */
export type Script = {
  pay?: (number: number) => Answered<PayAnswer>;
  /** Null: this inquiry is not let through (5.1). */
  inquire?: (purpose: InquiryPurpose, elapsedMs: number) => Answered<InquiryAnswer> | null;
  cancel?: () => Answered<CancelAnswer>;
  /** How long a commit takes, and whether it succeeds. */
  append?: (records: readonly AttemptRecord[]) => { tookMs: number; fails?: boolean };
  foreignPaymentIds?: readonly string[];
};

export type Answered<A> = { answer: A; tookMs: number };

export type Sent = { at: number; what: string };

const silence = { answer: { kind: 'none', why: 'no-answer' }, tookMs: 10_000 } as const;

/** Everything around one attempt, on a virtual clock: what was written, sent and shown, in order and with its time. */
export function attemptRig(policy: Policy, script: Script, wallAt: EpochMs) {
  const clock = new VirtualClock(wallAt);
  const startedAt = clock.monoMs();
  const log: string[] = [];
  const sent: Sent[] = [];
  const journal: AttemptRecord[] = [];
  const steps: Step[] = [];
  const note = (what: string): void => void log.push(`${clock.monoMs() - startedAt} ${what}`);
  const send = async <A>(what: string, answered: Answered<A>): Promise<A> => {
    note(`send ${what}`);
    sent.push({ at: clock.monoMs() - startedAt, what });
    await clock.wait(answered.tookMs);
    return answered.answer;
  };
  const ports: AttemptPorts = {
    clock,
    policy,
    wire: {
      pay: (number) => send(`pay ${number}`, script.pay?.(number) ?? silence),
      inquire: async (purpose) => {
        const answered = script.inquire?.(purpose, clock.monoMs() - startedAt);
        return answered === null ? null : await send(`inquire ${purpose}`, answered ?? silence);
      },
      cancel: () => send('cancel', script.cancel?.() ?? silence),
    },
    append: async (records) => {
      const kinds = records.map(({ kind }) => kind).join('+');
      const { tookMs, fails = false } = script.append?.(records) ?? { tookMs: 0 };
      note(`append ${kinds}`);
      if (tookMs > 0) await clock.wait(tookMs);
      if (fails) throw new Error('disk full');
      journal.push(...records);
      note(`durable ${kinds}`);
    },
    mayBind: (paymentId) => !(script.foreignPaymentIds ?? []).includes(paymentId),
    changed: (step) => {
      steps.push(step);
      note(`changed ${step.rule}`);
    },
    ignored: (rule) => note(rule),
    writeFailed: () => note('write failed'),
  };
  return { clock, ports, log, sent, journal, steps };
}
