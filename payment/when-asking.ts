import type { InquiryAnswer, PayAnswer } from './answers.ts';
import type { Attempt, Working } from './attempt.ts';
import type { AttemptEvent, Effect } from './events.ts';
import { codeIsOff, isOrder, showsCode, timersOfCode } from './order-code.ts';
import { cancelWindowEnd, limitsOf, type Policy } from './policy.ts';
import type { AttemptRecord } from './records.ts';
import { assertNever } from './result.ts';
import {
  disarmAll,
  evidenceOf,
  evidenceOfCode,
  finalCancelled,
  finalDeclined,
  finalPaid,
  ignored,
  knowsOrder,
  stepBy,
} from './step.ts';
import type { Step } from './step.ts';
import { startCancelling } from './when-cancelling.ts';

type Event<T extends AttemptEvent['type']> = Extract<AttemptEvent, { type: T }>;

/** SENT, WAIT, UNSURE: money may have moved, and nobody has said so yet (RELIABILITY 5.2). */
export function whenAsking(
  attempt: Attempt,
  event: Exclude<AttemptEvent, { type: 'unverified' }>,
  policy: Policy,
): Step {
  switch (event.type) {
    case 'pay-answered':
      return onPay(attempt, event, policy);
    case 'inquiry-answered':
      return onInquiry(attempt, event, policy);
    case 'timer':
      return onTimer(attempt, event, policy);
    case 'stop':
      if (attempt.working.asking !== null) return ignoredAs17c(attempt);
      return startAsking(attempt, '5.2/17', 'stop', policy);
    case 'cancel-asked':
      return cancelBy(attempt, '5.2/17b', event.by, event.at, policy);
    case 'hint':
      return stepBy(attempt, '5.2/16', {
        records: [{ kind: 'hint', says: event.says }],
        effects: [{ type: 'inquire', purpose: 'now' }],
      });
    case 'cancel-answered':
      return ignored(attempt, 'cancel-answer-without-cancel');
    default:
      return assertNever(event);
  }
}

function onPay(attempt: Attempt, event: Event<'pay-answered'>, policy: Policy): Step {
  const { answer } = event;
  const { working } = attempt;
  if (isOrder(attempt)) return onPayOfOrder(attempt, event, policy);
  switch (answer.kind) {
    case 'succeeded':
      return stepBy(attempt, '5.2/3', { records: [finalPaid(answer, false)], effects: disarmAll });
    case 'failed':
      return onPayFailed(attempt, answer, policy);
    case 'in-process':
      if (working.view === 'waiting') return stepBy(attempt, '5.2/6b');
      return stepBy(attempt, '5.2/6', {
        records: [evidenceOf('pay', answer)],
        working: { view: 'waiting', silentInquiries: 0, orderKnownAt: working.orderKnownAt ?? event.at },
        effects: firstPoll(event.at, policy),
      });
    // Nobody asked for a code: an answer of no meaning, as U.
    case 'code':
    case 'unknown':
      return onPaySilent(attempt, event, policy.retryAfterUnknownMs, policy);
    case 'none':
      return onPaySilent(attempt, event, policy.retryAfterNoneMs, policy);
    default:
      return assertNever(answer);
  }
}

/** RELIABILITY 5.2b: pay's own answer brings a code and never says that anybody has paid. */
function onPayOfOrder(attempt: Attempt, event: Event<'pay-answered'>, policy: Policy): Step {
  const { answer, at } = event;
  const { facts, working } = attempt;
  if (working.view === 'shown') {
    if (answer.kind !== 'failed') return stepBy(attempt, '5.2b/M2c');
    const ask: Effect = { type: 'inquire', purpose: 'now' };
    return stepBy(attempt, '5.2b/M2c', { records: [evidenceOf('pay', answer)], effects: [ask] });
  }
  const orderKnownAt = answer.kind === 'none' || answer.kind === 'unknown' ? working.orderKnownAt : at;
  const known: Partial<Working> = { orderKnownAt: working.orderKnownAt ?? orderKnownAt };
  switch (answer.kind) {
    case 'failed':
      return onPayFailed(attempt, answer, policy);
    case 'code': {
      const records = facts.orderCode === null ? [evidenceOfCode(answer, at, policy)] : [];
      if (working.asking !== null || working.recovered) return stepBy(attempt, '5.2b/M2b', { records, working: known });
      const shown: Partial<Working> = { ...known, view: 'shown', code: answer.orderCode.value, silentInquiries: 0 };
      const step = stepBy(attempt, '5.2b/M2', { records, working: shown });
      return { ...step, effects: timersOfCode(step.attempt, at, policy) };
    }
    case 'none':
      return onPaySilent(attempt, event, policy.retryAfterNoneMs, policy);
    default:
      return onPaySilent({ ...attempt, working: { ...working, ...known } }, event, policy.retryAfterUnknownMs, policy);
  }
}

/** R4: a listed code, this id sent once, no restart since. SENT alone means that nothing else has spoken. */
function onPayFailed(attempt: Attempt, answer: Extract<PayAnswer, { kind: 'failed' }>, policy: Policy): Step {
  const { facts, working } = attempt;
  const final =
    working.view === 'sent' && facts.transmissions === 1 && !working.recovered && policy.declineCodes.has(answer.code);
  if (final)
    return stepBy(attempt, '5.2/4', { records: [finalDeclined(answer.code, answer.proof)], effects: disarmAll });
  return stepBy(attempt, '5.2/5', {
    records: [evidenceOf('pay', answer)],
    working: { view: 'unsure' },
    effects: [{ type: 'inquire', purpose: 'now' }],
  });
}

function onPaySilent(attempt: Attempt, event: Event<'pay-answered'>, retryMs: number, policy: Policy): Step {
  const { facts, working } = attempt;
  if (working.view === 'waiting') return stepBy(attempt, '5.2/6b');
  if (working.asking !== null) return stepBy(attempt, '5.2/7b');
  if (event.number < facts.transmissions) return ignored(attempt, 'answer-to-an-earlier-send');
  const again =
    facts.transmissions < policy.transmissionsMax && event.at + retryMs <= policy.payUntilMs && !working.recovered;
  if (!again) return notSentAgain(attempt, event.at, policy);
  return stepBy(attempt, isOrder(attempt) ? '5.2b/M3' : '5.2/7', {
    records: [{ kind: 'tx', number: facts.transmissions + 1 }],
    working: { view: 'unsure' },
    effects: [{ type: 'arm', timer: 'retry', afterMs: retryMs }],
  });
}

/** Row 8; and M3b: without a code nobody can pay, so the till does not wait for it until the deadline. */
function notSentAgain(attempt: Attempt, at: number, policy: Policy): Step {
  const { facts, working } = attempt;
  const closes = isOrder(attempt) && policy.order.closesWithoutCode && !working.recovered && facts.orderCode === null;
  if (closes) return cancelBy(attempt, '5.2b/M3b', 'no-code', at, policy);
  return stepBy(attempt, '5.2/8', { working: { view: 'unsure' } });
}

function onInquiry(attempt: Attempt, event: Event<'inquiry-answered'>, policy: Policy): Step {
  const { answer } = event;
  const { working } = attempt;
  switch (answer.kind) {
    case 'succeeded':
      return stepBy(attempt, working.view === 'shown' ? '5.2b/M4' : '5.2/9', {
        records: [finalPaid(answer, false)],
        effects: disarmAll,
      });
    case 'closed':
      return stepBy(attempt, '5.2/10', { records: [finalCancelled(answer.proof)], effects: disarmAll });
    case 'failed':
      return stepBy(attempt, '5.2/11', { records: [finalDeclined(answer.code, answer.proof)], effects: disarmAll });
    default: {
      const known: Partial<Working> = knowsOrder(answer) ? { orderKnownAt: working.orderKnownAt ?? event.at } : {};
      const told: Attempt = { ...attempt, working: { ...working, ...known } };
      if (event.purpose === 'ask' && working.asking !== null) return endOfAsking(told, event.at, policy);
      return onUndecided(told, answer, event.at, policy);
    }
  }
}

type Undecided = Exclude<InquiryAnswer, { kind: 'succeeded' | 'closed' | 'failed' }>;

function onUndecided(attempt: Attempt, answer: Undecided, at: number, policy: Policy): Step {
  const { working } = attempt;
  // Only a code that came leads to SHOWN, and only a final or a cancel leads out of it.
  const undecided = isOrder(attempt) && working.view === 'shown' ? 'shown' : 'unsure';
  switch (answer.kind) {
    case 'in-process':
      return stepBy(attempt, '5.2/12', {
        working: { view: isOrder(attempt) ? undecided : 'waiting', silentInquiries: 0 },
      });
    case 'unsettled':
      return stepBy(attempt, '5.2/12', { working: { view: undecided, silentInquiries: 0 } });
    case 'not-exist':
      if (policy.notExistIsCertainAfterRestart && working.recovered && working.view === 'unsure')
        return cancelBy(attempt, '5.2/13b', 'recovery', at, policy);
      return stepBy(attempt, '5.2/13', { working: { silentInquiries: 0 } });
    case 'refused':
    case 'unknown':
    case 'none': {
      const silentInquiries = working.silentInquiries + 1;
      const lost = working.view === 'waiting' && silentInquiries >= policy.silentInquiriesMax;
      return stepBy(attempt, '5.2/15', { working: { silentInquiries, view: lost ? 'unsure' : working.view } });
    }
    default:
      return assertNever(answer);
  }
}

function onTimer(attempt: Attempt, event: Event<'timer'>, policy: Policy): Step {
  const { facts, working } = attempt;
  switch (event.timer) {
    case 'retry':
      if (working.view === 'waiting' || working.view === 'shown' || working.asking !== null || working.recovered)
        return stepBy(attempt, '5.2/7b');
      // The `tx` record before it may have been slow to write: still none later than t0 + 45 s (5.1, T_retry).
      if (event.at > policy.payUntilMs)
        return isOrder(attempt) ? notSentAgain(attempt, event.at, policy) : stepBy(attempt, '5.2/8');
      return stepBy(attempt, isOrder(attempt) ? '5.2b/M3' : '5.2/7', {
        working: { paySentAt: event.at },
        effects: [{ type: 'send-pay', number: facts.transmissions }],
      });
    case 'poll':
      return stepBy(attempt, '5.1/poll', {
        effects: [{ type: 'inquire', purpose: 'poll' }, ...nextPoll(event.at, attempt, policy)],
      });
    case 'deadline':
      if (working.asking !== null) return ignoredAs17c(attempt);
      return startAsking(attempt, '5.2/18', 'deadline', policy);
    case 'code-off':
      if (!showsCode(attempt, policy)) return ignored(attempt, 'no-code-is-shown');
      return stepBy(attempt, '5.2b/M5', { records: [codeIsOff], working: { code: null } });
    case 'ask':
      if (working.asking === null) return ignored(attempt, 'nothing-is-asked');
      return endOfAsking(attempt, event.at, policy);
    case 'escalate':
      if (facts.escalated) return ignored(attempt, 'already-escalated');
      return stepBy(attempt, '5.2/24', { records: [{ kind: 'escalated' }] });
    case 'cancel':
    case 'cancel-poll':
    case 'cancel-quiet':
    case 'quiet':
    case 'window-alarm':
    case 'window-end':
      return ignored(attempt, 'timer-of-cancelling');
    case 'late':
      return ignored(attempt, 'timer-of-a-final');
    default:
      return assertNever(event.timer);
  }
}

/** Rows 17 and 18: ask the acquirer itself once before cancelling (Alipay+ API, cancelPayment). M5a: the code goes first. */
function startAsking(attempt: Attempt, rule: string, asking: 'stop' | 'deadline', policy: Policy): Step {
  return stepBy(attempt, attempt.working.view === 'shown' ? '5.2b/M5a' : rule, {
    records: showsCode(attempt, policy) ? [codeIsOff] : [],
    working: { asking, code: null },
    effects: [
      { type: 'inquire', purpose: 'ask' },
      { type: 'arm', timer: 'ask', afterMs: policy.askWithinMs },
    ],
  });
}

function endOfAsking(attempt: Attempt, at: number, policy: Policy): Step {
  const { asking, view } = attempt.working;
  const by = asking ?? 'stop';
  const rule = by === 'stop' ? '5.2/17b' : '5.2/18';
  return cancelBy(attempt, view === 'shown' ? '5.2b/M5b' : rule, by, at, policy);
}

function cancelBy(
  attempt: Attempt,
  rule: string,
  by: Extract<AttemptRecord, { kind: 'cancel.intent' }>['by'],
  at: number,
  policy: Policy,
): Step {
  const { wallAt } = attempt.facts.intent;
  const windowInMs = cancelWindowEnd(wallAt) - wallAt - at;
  const ended: Effect[] = (['retry', 'poll', 'deadline', 'ask', 'code-off'] as const).map((timer) => ({
    type: 'disarm',
    timer,
  }));
  return stepBy(attempt, rule, {
    ...startCancelling(attempt, at, windowInMs, policy, ended),
    records: [{ kind: 'cancel.intent', by }],
  });
}

/** 5.1: 5 s after the first `PAYMENT_IN_PROCESS`, and never later than t0 + 8 s; once polling runs it goes on. */
function firstPoll(at: number, policy: Policy): Effect[] {
  const afterMs = Math.min(policy.pollAfterInProcessMs, policy.firstPollLatestMs - at);
  return afterMs > 0 ? [{ type: 'arm', timer: 'poll', afterMs }] : [];
}

/** 5.1: every 3 s to t0 + 30 s, every 5 s to the deadline; after a restart the slow half only. An order code: every 4 s. */
function nextPoll(at: number, attempt: Attempt, policy: Policy): Effect[] {
  const early = at < policy.pollEarlyUntilMs && !attempt.working.recovered;
  const afterMs = isOrder(attempt) ? policy.order.pollMs : early ? policy.pollEarlyMs : policy.pollLateMs;
  return at + afterMs <= limitsOf(attempt.facts, policy).deadlineMs ? [{ type: 'arm', timer: 'poll', afterMs }] : [];
}

function ignoredAs17c(attempt: Attempt): Step {
  return stepBy(attempt, '5.2/17c');
}
