import type { Facts, Standing } from './attempt.ts';
import { neverArrived, type AttemptRecord } from './records.ts';

/**
 * What the records say of one attempt; null before its intent. Never asks `advance`, so that a corrected table never
 * reads old payments differently. Throws when the records contradict each other: such a journal is damaged.
 */
export function fold(records: Iterable<AttemptRecord>): Facts | null {
  let facts: Facts | null = null;
  for (const record of records) facts = applyRecord(facts, record);
  return facts;
}

/** The facts after one more record. */
export function applyRecord(facts: Facts | null, record: AttemptRecord): Facts {
  if (record.kind === 'pay.intent') {
    if (facts !== null) throw contradiction(record, 'a second intent');
    return {
      intent: record,
      transmissions: 1,
      orderKnown: false,
      successSeen: null,
      escalated: false,
      orderCode: null,
      codeOff: false,
      standing: { at: 'asking' },
    };
  }
  if (facts === null) throw contradiction(record, 'no intent before it');
  switch (record.kind) {
    case 'tx':
      return { ...facts, transmissions: record.number };
    case 'evidence':
      return {
        ...facts,
        orderKnown: facts.orderKnown || showsOrder(record),
        successSeen: record.success ?? facts.successSeen,
        orderCode: facts.orderCode ?? record.orderCode ?? null,
      };
    case 'shown':
      return record.outcome === 'code-off' ? { ...facts, codeOff: true } : facts;
    case 'escalated':
      return { ...facts, escalated: true };
    case 'hint':
    case 'alarm':
    case 'security':
      return facts;
    default:
      return { ...facts, standing: standingAfter(facts, record) };
  }
}

type Moving = Extract<
  AttemptRecord,
  { kind: 'cancel.intent' | 'cancel.refused' | 'conflict' | 'final' | 'void.intent' | 'void.final' }
>;

function standingAfter(facts: Facts, record: Moving): Standing {
  const from = facts.standing;
  switch (record.kind) {
    case 'cancel.intent':
      if (from.at !== 'asking') throw contradiction(record, from.at);
      return { at: 'cancelling', by: record.by, refusedForGood: null };
    case 'cancel.refused':
      if (from.at !== 'cancelling' && from.at !== 'voiding') throw contradiction(record, from.at);
      return { ...from, refusedForGood: record.code };
    case 'final':
      return finalStanding(facts, record);
    case 'conflict':
      if ((from.at !== 'declined' && from.at !== 'cancelled') || facts.successSeen === null)
        throw contradiction(record, from.at);
      return { at: 'conflict', from: from.at, success: facts.successSeen, refusedForGood: null };
    case 'void.intent':
      if (from.at === 'paid')
        return { at: 'voiding', from: 'paid', unwanted: from.unwanted, success: from.success, refusedForGood: null };
      if (from.at === 'conflict')
        return { at: 'voiding', from: 'conflict', unwanted: false, success: from.success, refusedForGood: null };
      throw contradiction(record, from.at);
    case 'void.final':
      if (from.at !== 'voiding') throw contradiction(record, from.at);
      if (record.outcome === 'voided') return { at: 'voided', success: from.success };
      return { at: 'paid', success: from.success, unwanted: from.unwanted, refusedForGood: from.refusedForGood };
  }
}

function finalStanding(facts: Facts, record: Extract<AttemptRecord, { kind: 'final' }>): Standing {
  const from = facts.standing;
  if (from.at !== 'asking' && from.at !== 'cancelling') throw contradiction(record, from.at);
  switch (record.outcome) {
    case 'paid':
      if (record.success === null) throw contradiction(record, 'paid without a success');
      return {
        at: 'paid',
        success: record.success,
        unwanted: record.unwanted,
        refusedForGood: from.at === 'cancelling' ? from.refusedForGood : null,
      };
    case 'declined':
      return { at: 'declined', code: record.code ?? neverArrived };
    case 'cancelled':
      return { at: 'cancelled' };
  }
}

/** R7: pay `S`, `PAYMENT_IN_PROCESS` or a code, or any inquiry that worked, shows that the acquirer knows the order. */
function showsOrder(record: Extract<AttemptRecord, { kind: 'evidence' }>): boolean {
  const telling = record.from === 'pay' ? ['succeeded', 'in-process', 'code'] : workedInquiry;
  return record.from !== 'cancel' && telling.includes(record.says);
}

const workedInquiry = ['succeeded', 'closed', 'failed', 'in-process', 'unsettled'];

function contradiction(record: AttemptRecord, found: string): Error {
  return new Error(`the journal contradicts itself: ${record.kind} after ${found}`);
}
