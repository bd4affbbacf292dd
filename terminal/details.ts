import type { Details, StoryLine } from '#contract';
import { assertNever, fold, type Facts } from '#payment';

import { isAttemptRecord, type JournalRecord } from './journal/records.ts';
import { paymentRow } from './payment-row.ts';
import type { Entry } from './ports/journal.ts';
import type { StageSources } from './stage.ts';

const storyLinesMax = 200;

/** One payment's story from its journal records; null for a payment that is not ours. Holds no answer's body. */
export function detailsOf(story: readonly Entry[], sources: Pick<StageSources, 'runner'>): Details | null {
  const records = story.flatMap(({ record }) => (record !== null && isAttemptRecord(record) ? [record] : []));
  const facts = fold(records);
  if (facts === null) return null;
  const lines = story.map(lineOf);
  return {
    row: paymentRow(facts, sources),
    saleId: facts.intent.saleId,
    paymentId: paymentIdOf(facts),
    code: facts.standing.at === 'declined' ? facts.standing.code : null,
    // How it began, and the newest: what a long wait repeats is in the middle.
    story: lines.length <= storyLinesMax ? lines : [...lines.slice(0, 1), ...lines.slice(1 - storyLinesMax)],
  };
}

function lineOf({ seq, wallAt, kind, record }: Entry): StoryLine {
  return { seq, at: wallAt, kind, says: record && words(record) };
}

function words(record: JournalRecord): string | null {
  switch (record.kind) {
    case 'tx':
      return String(record.number);
    case 'hint':
      return record.says;
    case 'evidence':
      return [record.from, record.says, record.code].filter((part) => part !== null).join(' ');
    case 'cancel.intent':
    case 'void.intent':
      return record.by;
    case 'cancel.refused':
      return record.code;
    case 'alarm':
    case 'security':
    case 'sale.closed':
      return record.why;
    case 'final':
      return [record.outcome, record.unwanted ? 'unwanted' : null, record.code]
        .filter((part) => part !== null)
        .join(' ');
    case 'print.queued':
      return [record.subject.kind, record.copy === 0 ? null : `copy ${record.copy}`]
        .filter((part) => part !== null)
        .join(' ');
    case 'print.ended':
    case 'drawer.ended':
      return [record.outcome, record.why].filter((part) => part !== null).join(' ');
    case 'print.parked':
      return record.why;
    case 'drawer.kick':
      return record.reason;
    case 'drawer.seen':
      return record.is;
    case 'void.final':
    case 'shown':
      return record.outcome;
    case 'acknowledged':
      return record.again ? 'again' : null;
    case 'pay.intent':
    case 'escalated':
    case 'conflict':
    case 'journal.opened':
    case 'boot':
    case 'sale.opened':
    case 'sale.parked':
    case 'sale.taken':
    case 'print.sending':
    case 'print.dismissed':
      return null;
    default:
      return assertNever(record);
  }
}

function paymentIdOf({ standing, successSeen }: Facts): string | null {
  const success = 'success' in standing ? standing.success : successSeen;
  return success?.paymentId ?? null;
}
