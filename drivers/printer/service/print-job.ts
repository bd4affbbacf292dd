import type { PrinterOutcome, PrinterTrouble } from '#contract';
import type { Clock } from '#payment';

import { askRealTime, reset, sayWhenReached } from '../escpos/commands.ts';
import { nothingSaid } from '../escpos/condition.ts';
import type { PrinterTransport } from '../transport/printer-transport.ts';
import { Conversation } from './conversation.ts';
import { nothingKnown, type Knowledge } from './knowledge.ts';
import { askAgainMs, chunkBytes, jobUnitBytes, jobUnitMs, jobWithinMs } from './limits.ts';
import { makeReady } from './make-ready.ts';

export type JobParts = {
  clock: Clock;
  transport: PrinterTransport;
  knowledge: Knowledge;
  /** As `makeReady` has it. */
  isClean: boolean;
  /** True from then on when nobody waits for the outcome any more. */
  isAbandoned: () => boolean;
};

export type JobEnd = {
  outcome: PrinterOutcome;
  knowledge: Knowledge;
  /** Nothing of what it was sent can still be answered. */
  isClean: boolean;
  /** What the printer said last. */
  condition: Conversation['condition'];
  /** The system's own text, for the log. */
  detail: string | null;
};

/**
 * Prints a document, or tells why not. `printed` only by the printer's own word for these bytes; `no` paper moved only while not one
 * of them was given away (RELIABILITY 5.7). Ends by itself, whatever the printer does, and never rejects.
 */
export async function printJob(parts: JobParts, document: Uint8Array): Promise<JobEnd> {
  const { clock, transport, isClean } = parts;
  let { knowledge } = parts;
  const opened = await Conversation.open(clock, transport);
  if (!opened.ok) {
    const { trouble, detail } = opened.error;
    return { ...ended(failed(trouble, 'no'), knowledge, isClean), detail };
  }
  const talk = opened.value;
  const isMute = !transport.canAnswer || knowledge.answers === 'nothing';
  if (!isMute) {
    const ready = await makeReady(talk, knowledge, { isClean, learning: false });
    ({ knowledge } = ready);
    if (ready.obstacle !== null) return await closed(talk, failed(ready.obstacle, 'no'), knowledge, false);
  }
  if (parts.isAbandoned()) return await closed(talk, failed('unresponsive', 'no'), knowledge, isMute);

  const limitMs = jobWithinMs + Math.ceil(document.length / jobUnitBytes) * jobUnitMs;
  const endsAt = clock.monoMs() + limitMs;
  const leftMs = (): number => Math.max(0, endsAt - clock.monoMs());
  // Whether it is mute still: should it answer, it is looked at anew.
  if (isMute && transport.canAnswer && (await talk.write(askRealTime(2), leftMs())) !== 'met')
    return await closed(talk, failed(talk.obstacle ?? 'unresponsive', 'no'), knowledge, false);
  const watch = new JobWatch(talk);
  const canConfirm = !isMute && knowledge.answers === 'something' && knowledge.reached === true;
  // One that is talked to has forgotten by now what whoever printed before had set.
  const bytes = canConfirm
    ? Buffer.concat([document, sayWhenReached])
    : isMute
      ? Buffer.concat([reset, document])
      : document;
  // From here on bytes leave: whatever happens now, paper may have moved.
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    watch.isLastGiven = at + chunkBytes >= bytes.length;
    const written = await talk.write(bytes.subarray(at, at + chunkBytes), leftMs());
    if (watch.outcome !== null) break;
    if (written !== 'met' || parts.isAbandoned())
      return await closed(talk, failed(talk.obstacle ?? 'unresponsive', 'maybe'), knowledge, false);
  }
  if (canConfirm) {
    while (watch.outcome === null) {
      const waited = await talk.until(
        () => watch.outcome !== null,
        knowledge.automatic === true ? leftMs() : askAgainMs,
      );
      if (watch.outcome !== null) break;
      const trouble = waited === 'gone' || leftMs() === 0 ? (talk.obstacle ?? 'unresponsive') : null;
      if (trouble !== null) return await closed(talk, failed(trouble, 'maybe'), knowledge, false);
      // It says nothing by itself, so it is asked; no answer to that is for the limit to end.
      if (knowledge.automatic !== true) await talk.ask(2, Math.min(leftMs(), askAgainMs));
    }
  }
  // One that answers, but not that, may at least say now that it has stopped.
  else if (knowledge.answers === 'something' && !isMute) await talk.ask(2);
  if (watch.outcome !== null) return await closed(talk, watch.outcome, knowledge, watch.outcome.kind === 'printed');
  return await handedOver(talk, knowledge, transport.endWithinMs);
}

/** What the printer says of a job while it runs: what comes first counts. */
class JobWatch {
  outcome: PrinterOutcome | null = null;
  /** Before that, "reached" is said of something else. */
  isLastGiven = false;

  constructor(talk: Conversation) {
    talk.onReply = ({ is }) => {
      if (this.outcome !== null) return;
      if (talk.obstacle !== null) this.outcome = failed(talk.obstacle, 'maybe');
      // One whose answers do not read may have meant something else by this one.
      else if (is === 'reached' && this.isLastGiven)
        this.outcome = { kind: talk.heard.garbled > 0 ? 'sent' : 'printed' };
    };
  }
}

/** There is no word from such a printer: what is known is that its side took all of it. */
async function handedOver(talk: Conversation, knowledge: Knowledge, withinMs: number): Promise<JobEnd> {
  const closed = await talk.end(withinMs);
  const { condition, gone, heardAtAll } = talk;
  const outcome = closed === 'gone' ? failed(talk.obstacle ?? 'unknown', 'maybe') : ({ kind: 'sent' } as const);
  // It was taken for one that says nothing: it is asked again next time.
  const known = heardAtAll && knowledge.answers === 'nothing' ? nothingKnown : knowledge;
  return { ...ended(outcome, known, false), condition, detail: gone };
}

async function closed(
  talk: Conversation,
  outcome: PrinterOutcome,
  knowledge: Knowledge,
  isClean: boolean,
): Promise<JobEnd> {
  const { condition, gone } = talk;
  // What of a job that broke off is still on its way had better not arrive.
  if (outcome.kind === 'failed') talk.drop();
  else await talk.end();
  return { ...ended(outcome, knowledge, isClean), condition, detail: gone };
}

function ended(outcome: PrinterOutcome, knowledge: Knowledge, isClean: boolean): Omit<JobEnd, 'detail'> {
  return { outcome, knowledge, isClean, condition: nothingSaid };
}

function failed(trouble: PrinterTrouble, paperMoved: 'no' | 'maybe'): PrinterOutcome {
  return { kind: 'failed', trouble, paperMoved };
}
