import type { HintWord } from '#payment';

import type { Entry } from '../../terminal/index.ts';
import type { AcquirerScript } from './acquirer-script.ts';
import type { Model, ModelAttempt } from './model.ts';
import type { Step } from './step.ts';

/** RELIABILITY 5.1, T_total and T_escalate at the till. */
const deadlineMs = 75_000;
const escalateMs = 90_000;
/** The same after an order's code has expired; before any came, 180 s count. */
const orderLivesMs = 180_000;
const orderDeadlineMs = 15_000;
const orderEscalateMs = 30_000;
/** M5: taken off that long before. */
const orderHiddenMs = 10_000;
/** M3b: no transmission leaves later than that, and there are three; after the last answer nobody waits. */
const payUntilMs = 45_000;
const retryMs = 2_000;
const transmissionsMax = 3;

/** RELIABILITY V27 at the till: what is hinted sooner after another hint about the same payment waits this long at most. */
export const hintRestMs = 1_000;

/** A hint with the right amount, of which no record came yet. */
export type ToldHint = { id: string; says: HintWord; at: number };

export type WorldCircumstances = {
  model: Model;
  now: number;
  step: Exclude<Step, { do: 'say' }>;
  /** What the acquirer said in this step. */
  given: AcquirerScript['given'];
  /** In this step or before it, since the last start; what justified a record is taken out. */
  hinted: ToldHint[];
};

/** Whether time, the acquirer's words or a start are reason enough for this record. No message came. */
export function isWorldly(entry: Entry, at: WorldCircumstances): boolean {
  const { record } = entry;
  const { step } = at;
  if (record === null) return false;
  if (record.kind === 'boot') return step.do === 'restart';
  // A hint that is not believed belongs to no payment.
  if (record.kind === 'security' && entry.attempt === null) return step.do === 'hint' && record.why.startsWith('hint-');
  if (record.kind === 'sale.closed') {
    const sale = entry.sale === null ? undefined : at.model.sales.get(entry.sale);
    return step.do === 'restart' && record.why === 'restart' && sale !== undefined && !sale.closed;
  }
  const attempt = entry.attempt === null ? undefined : at.model.attempts.get(entry.attempt);
  if (attempt === undefined) return false;
  const given = at.given.filter(({ id }) => id === attempt.id);
  return followsFrom(record, attempt, { ...at, given });
}

type Records = NonNullable<Entry['record']>;

function followsFrom(record: Records, attempt: ModelAttempt, at: WorldCircumstances): boolean {
  const { given, now, model } = at;
  const elapsedMs = now - attempt.beganAt;
  switch (record.kind) {
    case 'tx':
      return (
        attempt.standing === 'asking' &&
        attempt.payFailed &&
        record.number === attempt.transmissions + 1 &&
        record.number <= 3
      );
    case 'evidence':
      return given.some(({ what, says, paymentId }) => {
        const from = what === 'fresh' ? 'inquire' : what;
        const source = record.from === 'inquiry' ? 'inquire' : record.from;
        const told =
          record.success === null ||
          (says === 'succeeded' && record.success.paymentId === paymentId) ||
          says === 'stolen';
        return from === source && told && isFree(record.success?.paymentId, attempt, model);
      });
    case 'final':
      return isFinalOf(record, attempt, at);
    case 'cancel.intent':
      if (attempt.standing !== 'asking') return false;
      if (record.by === 'stop') return attempt.stopAsked;
      if (record.by === 'deadline') return elapsedMs >= limitOf(attempt, 'deadline');
      if (record.by === 'no-code') return isCodeless(attempt, elapsedMs, model);
      return (
        record.by === 'recovery' && attempt.bootId !== model.bootId && given.some(({ says }) => says === 'not-exist')
      );
    case 'cancel.refused':
      return (
        attempt.standing === 'cancelling' && given.some(({ what, says }) => what === 'cancel' && says === 'refused')
      );
    case 'escalated':
      return elapsedMs >= limitOf(attempt, 'escalate') || attempt.standing === 'conflict';
    case 'alarm':
      return record.why === 'paid-then-not'
        ? given.some(({ says }) => says === 'closed' || says === 'declined' || says === 'failed')
        : attempt.standing === 'cancelling';
    case 'security':
      // Or genuine, and with a `paymentId` that another payment had got before (V12).
      return given.some(
        ({ says, paymentId }) =>
          says === 'forged' || says === 'stolen' || (says === 'succeeded' && !isFree(paymentId, attempt, model)),
      );
    case 'conflict':
      return (
        (attempt.standing === 'declined' || attempt.standing === 'cancelled') &&
        given.some(({ what, says }) => what === 'inquire' && (says === 'succeeded' || says === 'stolen'))
      );
    case 'hint':
      // After a restart it is what was on record before, not news.
      if (at.step.do === 'restart') return attempt.lateSuccess && record.says === 'succeeded';
      return wasHinted(record.says, attempt, at);
    case 'shown':
      if (record.outcome !== 'code-off') return record.outcome === attempt.standing;
      return model.isCodeOn(attempt) && elapsedMs >= (attempt.codeExpiresMs ?? 0) - orderHiddenMs;
    default:
      return false;
  }
}

/** The earliest: a code that comes when it cannot be shown any more moves nothing. */
function limitOf({ isOrder, codeExpiresMs, codeShown }: ModelAttempt, which: 'deadline' | 'escalate'): number {
  if (!isOrder) return which === 'deadline' ? deadlineMs : escalateMs;
  const expiresMs = codeShown ? (codeExpiresMs ?? 0) : Math.min(codeExpiresMs ?? orderLivesMs, orderLivesMs);
  return expiresMs + (which === 'deadline' ? orderDeadlineMs : orderEscalateMs);
}

function isCodeless(
  { isOrder, codeExpiresMs, payFailed, transmissions, bootId }: ModelAttempt,
  elapsedMs: number,
  model: Model,
): boolean {
  const noneLeft = transmissions === transmissionsMax || elapsedMs > payUntilMs - retryMs;
  return isOrder && codeExpiresMs === null && payFailed && noneLeft && bootId === model.bootId;
}

/** At once, or, in time that passes, when it had waited for another one's rest to end. One hint is one record at most. */
function wasHinted(says: HintWord, attempt: ModelAttempt, { step, now, hinted }: WorldCircumstances): boolean {
  const from = step.do === 'pass' ? now - step.ms - hintRestMs : now;
  const found = hinted.findIndex((hint) => hint.id === attempt.id && hint.says === says && hint.at >= from);
  if (found === -1) return false;
  hinted.splice(found, 1);
  return true;
}

function isFinalOf(
  record: Extract<Records, { kind: 'final' }>,
  attempt: ModelAttempt,
  at: WorldCircumstances,
): boolean {
  const { given, model } = at;
  if (!model.isOpen(attempt)) return false;
  const asked = given.filter(({ what }) => what === 'inquire' || what === 'fresh');
  switch (record.outcome) {
    case 'paid': {
      // Pay's own answer never says that an order was paid (RELIABILITY 5.2b).
      const from = record.unwanted || attempt.isOrder ? asked : given.filter(({ what }) => what !== 'cancel');
      const told = from.some(
        ({ says, paymentId }) => (says === 'succeeded' || says === 'stolen') && paymentId === record.success?.paymentId,
      );
      const mayBe = record.unwanted
        ? attempt.standing === 'cancelling' && attempt.refusedForGood
        : attempt.standing === 'asking';
      return told && mayBe && isFree(record.success?.paymentId, attempt, model);
    }
    case 'declined': {
      if (asked.some(({ says }) => says === 'declined' || says === 'failed')) return true;
      if (asked.some(({ says }) => says === 'not-exist'))
        return record.code === 'NEVER_ARRIVED' && attempt.standing === 'cancelling';
      const here = attempt.bootId === model.bootId && attempt.standing === 'asking' && attempt.transmissions === 1;
      return here && given.some(({ what, says }) => what === 'pay' && says === 'declined');
    }
    case 'cancelled': {
      if (asked.some(({ says }) => says === 'closed')) return true;
      const cancelled = given.some(
        ({ what, says }) => what === 'cancel' && (says === 'succeeded' || says === 'closed'),
      );
      return cancelled && attempt.standing === 'cancelling';
    }
  }
}

/** V12: the acquirer's name of a payment belongs to one attempt. */
function isFree(paymentId: string | undefined, attempt: ModelAttempt, { owners }: Model): boolean {
  const owner = paymentId === undefined ? undefined : owners.get(paymentId);
  return owner === undefined || owner === attempt.id;
}
