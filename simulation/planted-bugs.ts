import { isOpen, type AttemptRecord, type AttemptWire, type Clock, type Proof } from '#payment';

import type { Acquirer } from '../terminal/index.ts';
import { bug, tillBug, type PlantedBug } from './planted-bug.ts';
import { orderBugs } from './planted-orders.ts';

/** Mistakes planted around the engine. */
const engineBugs: readonly PlantedBug[] = [
  bug('a timeout is shown as declined', ['V5'], {
    wire: (wire) => ({ ...wire, pay: (number) => wire.pay(number).then(silenceIsNo) }),
  }),
  bug('a retry gets a new id', ['V4', 'V1'], { idOf: (id, number) => (number > 1 ? `${id}R${number}` : id) }),
  bug('a retry has other bytes', ['V4'], { bodyOf: (body, number) => (number > 1 ? body.replace('{', '{ ') : body) }),
  bug('it is sent before it is journaled', ['V13'], { commitsLater: true }),
  bug('ORDER_NOT_EXIST means not paid', ['V26', 'V5'], {
    wire: (wire) => ({
      ...wire,
      inquire: async (purpose) => {
        const answer = await wire.inquire(purpose);
        return answer?.kind === 'not-exist' ? { kind: 'failed', code: 'ORDER_NOT_EXIST', proof: answer.proof } : answer;
      },
    }),
  }),
  bug('any F is final', ['V5'], { policy: (policy) => ({ ...policy, declineCodes: anyCode }) }),
  bug('nothing is taken up after a restart', ['V24'], { resumes: false }),
  bug('a restart forgets the cancel', ['V25'], {
    reads: (records) => records.filter(({ kind }) => kind !== 'cancel.intent'),
  }),
  bug('a success flips a pending cancel', ['V25', 'V6'], { writes: paidWhileCancelling }),
  bug('cancel U means cancelled', ['V5'], { wire: (wire) => withCancel(wire, 'unknown') }),
  bug('cancel F means cancelled', ['V5'], { wire: (wire) => withCancel(wire, 'refused') }),
  bug('the amount is not compared', ['V6'], { checks: { seal: true, binding: true, amount: false } }),
  bug('answers without a good seal are believed', ['V6', 'V33'], {
    checks: { seal: false, binding: false, amount: false },
  }),
  bug('an answer to another request is believed', ['V33'], { checks: { seal: true, binding: false, amount: true } }),
  bug('no quiet time before "not exist" counts', ['V26', 'V5'], { policy: (policy) => ({ ...policy, quietMs: 0 }) }),
  bug('a cancel of an unknown order is believed', ['V5'], {
    policy: (policy) => ({ ...policy, cancelLeavesTombstone: true }),
  }),
  bug('nobody is told', ['V24'], { policy: (policy) => ({ ...policy, escalateMs: 900_000 }) }),
  bug('a cancel is sent once', ['V25'], { policy: (policy) => ({ ...policy, cancelGapsMs: [3_600_000] }) }),
  bug('a new attempt while the first is open', ['V1', 'V2'], { startsWhileOpen: true }),
  bug('every refusal of a cancel is for good', ['V6'], {
    policy: (policy) => ({ ...policy, cancelRefusalCodes: anyCode, unwantedNeedsQuiet: false }),
  }),
];

/** Mistakes about what is told unasked, and about time. */
const toldBugs: readonly PlantedBug[] = [
  bug('a notification is taken for the outcome', ['V6', 'V14'], {
    believes: ({ facts }, says) => isOpen(facts) && says === 'succeeded',
  }),
  bug('a late notification flips the screen', ['V32'], {
    believes: ({ facts }, says) => says === 'succeeded' && ['declined', 'cancelled'].includes(facts.standing.at),
  }),
  bug('a notification without a good seal is taken', ['V31'], { noticeChecks: { seal: false, amount: true } }),
  bug('the amount of a notification is not compared', ['V31'], { noticeChecks: { seal: true, amount: false } }),
  bug('each copy of a notification is acted on', ['V30'], { noticesOnce: false }),
  bug('a copy of a notification is acknowledged at once', ['V15'], { acknowledgesCopies: true }),
  bug('the late inquiry does not wait', ['V32'], { policy: (policy) => ({ ...policy, lateAfterMs: 0 }) }),
  bug('the late inquiry goes on after its answer', ['V32'], {
    wire: (wire) => ({
      ...wire,
      inquire: async (purpose) => {
        const answer = await wire.inquire(purpose);
        return purpose === 'late' && answer !== null ? { kind: 'none', why: 'no-answer' } : answer;
      },
    }),
  }),
  bug('the gate forgets at a restart', ['V27'], {
    gateRemembers: false,
    policy: (policy) => ({ ...policy, pollLateMs: 2_000 }),
  }),
  bug('a restart polls without a gate', ['V27'], {
    gated: false,
    policy: (policy) => ({ ...policy, pollLateMs: 1_000 }),
  }),
  bug('elapsed time is read from the wall clock', ['V28'], { clock: wallClockFor }),
  tillBug('a hint for another till is taken', ['V31'], { hintChecks: { seal: true, terminal: false, number: true } }),
  tillBug('a hint without a good seal is taken', ['V31'], {
    hintChecks: { seal: false, terminal: true, number: true },
  }),
  tillBug('elapsed time is read from the wall clock', ['V28'], { clock: wallClockFor }),
  tillBug('the beginning is read from its own wall clock', ['V28'], { beganAt: ({ wallAt }) => wallAt }),
];

/** Mistakes planted around the terminal's host. */
const tillBugs: readonly PlantedBug[] = [
  tillBug('a timeout is shown as declined', ['V5'], {
    acquirer: (acquirer) => changed(acquirer, { pay: async (...asked) => silenceIsNo(await acquirer.pay(...asked)) }),
  }),
  tillBug('ORDER_NOT_EXIST means not paid', ['V26'], {
    acquirer: (acquirer) =>
      changed(acquirer, {
        inquire: async (...asked) => {
          const answer = await acquirer.inquire(...asked);
          return answer.kind === 'not-exist'
            ? { kind: 'failed', code: 'ORDER_NOT_EXIST', proof: answer.proof }
            : answer;
        },
      }),
  }),
  tillBug('cancel U means cancelled', ['V5'], {
    acquirer: (acquirer) =>
      changed(acquirer, {
        cancel: async (...asked) => {
          const answer = await acquirer.cancel(...asked);
          return answer.kind === 'unknown' ? { kind: 'succeeded', proof: answer.proof } : answer;
        },
      }),
  }),
  tillBug('the amount is not compared', ['V6'], { checks: { seal: true, binding: true, amount: false } }),
  tillBug('the journal is not synced', ['V13', 'V14'], { commitsLater: true }),
  tillBug('nothing is taken up after a restart', ['V24'], { resumes: false }),
  tillBug('nobody is told', ['V24'], { policy: (policy) => ({ ...policy, escalateMs: 900_000 }) }),
  tillBug('a cancel is sent once', ['V25'], { policy: (policy) => ({ ...policy, cancelGapsMs: [3_600_000] }) }),
  tillBug('an answer to another request is believed', ['V33'], {
    checks: { seal: true, binding: false, amount: true },
  }),
];

/** RELIABILITY 3.2, as far as a mistake can be planted around the code under test. */
export const plantedBugs: readonly PlantedBug[] = [...engineBugs, ...tillBugs, ...toldBugs, ...orderBugs];

/** The same acquirer but for some of its calls. */
function changed(acquirer: Acquirer, change: Partial<Acquirer>): Acquirer {
  return {
    prepare: (order) => acquirer.prepare(order),
    pay: (...asked) => acquirer.pay(...asked),
    inquire: (...asked) => acquirer.inquire(...asked),
    cancel: (...asked) => acquirer.cancel(...asked),
    probe: (...asked) => acquirer.probe(...asked),
    hints: (...asked) => acquirer.hints?.(...asked) ?? (() => undefined),
    ...change,
  };
}

/** Timers are the machine's; what has elapsed is not. */
function wallClockFor(clock: Clock): Clock {
  return { ...clock, monoMs: () => clock.wallMs() };
}

const anyCode = Object.assign(new Set<string>(), { has: () => true });

const madeUp: Proof = { body: '{"result":{"resultStatus":"F"}}', bodySha256: '', headers: {}, covered: {} };

function silenceIsNo(answer: Awaited<ReturnType<AttemptWire['pay']>>): Awaited<ReturnType<AttemptWire['pay']>> {
  return answer.kind === 'none' ? { kind: 'failed', code: 'USER_BALANCE_NOT_ENOUGH', proof: madeUp } : answer;
}

function withCancel(wire: AttemptWire, kind: 'unknown' | 'refused'): AttemptWire {
  return {
    ...wire,
    cancel: async () => {
      const answer = await wire.cancel();
      return answer.kind === kind ? { kind: 'succeeded', proof: answer.proof } : answer;
    },
  };
}

function paidWhileCancelling(
  records: readonly AttemptRecord[],
  before: readonly AttemptRecord[],
): readonly AttemptRecord[] {
  if (!before.some(({ kind }) => kind === 'cancel.intent')) return records;
  return records.flatMap((record) => {
    if (record.kind !== 'evidence' || record.success === null) return [record];
    const { success, proof } = record;
    return [record, { kind: 'final', outcome: 'paid', unwanted: false, code: null, success, proof }];
  });
}
