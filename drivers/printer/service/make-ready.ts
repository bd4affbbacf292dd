import type { PrinterTrouble } from '#contract';

import { beginTalk, finishHeader, flush, sayWhenReached } from '../escpos/commands.ts';
import type { Conversation } from './conversation.ts';
import type { Knowledge } from './knowledge.ts';
import { brokenAnswersWithinMs, flushWithinMs, statusWithinMs } from './limits.ts';

export type Readiness = {
  /** Null: it may be given a job now. */
  obstacle: PrinterTrouble | null;
  knowledge: Knowledge;
};

export type Before = {
  /** Nothing that was sent before is half a command, or can still be answered. */
  isClean: boolean;
  /** What it does not answer it cannot; else that is a trouble. */
  learning: boolean;
};

/**
 * Asks a printer whether it can print, and leaves it saying by itself when it cannot any more. Of what it is sent here nothing
 * prints. What is not known of it yet is taken for what it can, unless it is being learned.
 */
export async function makeReady(talk: Conversation, knowledge: Knowledge, before: Before): Promise<Readiness> {
  const answers = await wake(talk, knowledge, before);
  if (answers === null) return { obstacle: talk.obstacle ?? 'unresponsive', knowledge };
  if (answers === 'nothing') return { obstacle: talk.obstacle, knowledge: { ...knowledge, answers } };
  let known: Knowledge = { ...knowledge, answers };
  if (talk.obstacle !== null) return await withReason(talk, known);

  const automatic = await learned(talk, beginTalk, 'automatic', known.automatic, before);
  if (automatic === null) return await withReason(talk, known);
  known = { ...known, automatic };
  if (talk.obstacle !== null) return await withReason(talk, known);

  if (known.reached !== false && (known.reached === null || !before.isClean)) {
    const reached = await learned(talk, sayWhenReached, 'reached', known.reached, before);
    if (reached === null) return await withReason(talk, known);
    known = { ...known, reached };
    // The first answer may have been to a job before: the one to this question is then right behind it.
    if (reached && !before.isClean) {
      await talk.quiet();
      // Unless something stopped it meanwhile, before it was to say so by itself.
      if ((await talk.ask(2)) !== 'met') return { obstacle: talk.obstacle ?? 'unresponsive', knowledge: known };
    }
  }
  return talk.obstacle === null ? { obstacle: null, knowledge: known } : await withReason(talk, known);
}

/** Null: it does not answer, and should. */
async function wake(talk: Conversation, { answers }: Knowledge, before: Before): Promise<Knowledge['answers']> {
  // A question would be read as the numbers of a command that broke off in its first bytes, and make it endless.
  if (!before.isClean && (await talk.write(finishHeader, flushWithinMs)) !== 'met') return null;
  const first = await talk.ask(2, before.isClean ? statusWithinMs : brokenAnswersWithinMs);
  if (first !== 'late') return first === 'met' ? 'something' : null;
  // Or it is taken for the data of one that broke off later.
  if ((await talk.write(flush, flushWithinMs)) === 'gone') return null;
  const second = await talk.ask(2);
  if (second !== 'late') return second === 'met' ? 'something' : null;
  return before.learning && answers !== 'something' ? 'nothing' : null;
}

/** Sends what it answers if it can: whether it does; null where it should, or the way is gone. */
async function learned(
  talk: Conversation,
  bytes: Uint8Array,
  answer: 'automatic' | 'reached',
  known: boolean | null,
  { learning }: Before,
): Promise<boolean | null> {
  if (known === false && !learning) return (await talk.write(bytes, flushWithinMs)) === 'met' ? false : null;
  const said = await talk.request(bytes, answer);
  if (said === 'met') return true;
  if (said === 'gone' || !learning || known === true) return null;
  // It is there, and not busy with anything: so it cannot.
  return (await talk.ask(2)) === 'met' && talk.obstacle === null ? false : null;
}

/** What a person can do about it: that it is at fault, or offline, alone says too little. */
async function withReason(talk: Conversation, knowledge: Knowledge): Promise<Readiness> {
  if (talk.gone === null && talk.obstacle === null) await talk.ask(2);
  if (talk.gone === null && (talk.obstacle === 'unknown' || talk.obstacle === 'offline')) await talk.ask(3);
  return { obstacle: talk.obstacle ?? 'unresponsive', knowledge };
}
