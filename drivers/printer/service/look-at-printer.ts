import type { PrinterTrouble } from '#contract';
import type { Clock } from '#payment';

import { askMaker, askModel } from '../escpos/commands.ts';
import { nothingSaid, type Condition } from '../escpos/condition.ts';
import type { PrinterTransport } from '../transport/printer-transport.ts';
import { Conversation } from './conversation.ts';
import type { Knowledge } from './knowledge.ts';
import { makeReady } from './make-ready.ts';

export type Look = {
  /** What keeps it from being reached, or from printing. */
  trouble: PrinterTrouble | null;
  isReached: boolean;
  condition: Condition;
  knowledge: Knowledge;
  isClean: boolean;
  /** Its maker and model, where it was asked and said so. */
  name: string | null;
  detail: string | null;
};

/** Asks a printer how it is. `thorough`: also what it can answer, and who made it. Nothing prints. */
export async function lookAtPrinter(
  {
    clock,
    transport,
    knowledge,
    isClean,
  }: { clock: Clock; transport: PrinterTransport; knowledge: Knowledge; isClean: boolean },
  thorough: boolean,
): Promise<Look> {
  const opened = await Conversation.open(clock, transport);
  if (!opened.ok) {
    const { trouble, detail } = opened.error;
    return { trouble, isReached: false, condition: nothingSaid, knowledge, isClean, name: null, detail };
  }
  const talk = opened.value;
  let known = knowledge;
  let trouble: PrinterTrouble | null = null;
  let isCleanNow = isClean;
  let name: string | null = null;
  if (transport.canAnswer) {
    if (thorough || knowledge.answers === null) {
      const ready = await makeReady(talk, knowledge, { isClean, learning: true });
      known = ready.knowledge;
      trouble = ready.obstacle;
      isCleanNow = trouble === null && known.reached === true;
      if (trouble === null && known.answers === 'something') name = await nameOf(talk);
    } else {
      const asked = await talk.ask(2);
      if (asked === 'met') known = { ...known, answers: 'something' };
      else if (asked === 'gone' || knowledge.answers === 'something') trouble = talk.obstacle ?? 'unresponsive';
      if (talk.condition.fault === 'unknown') await talk.ask(3);
    }
    if (known.answers === 'something' && trouble !== 'unresponsive') {
      await talk.ask(1);
      await talk.ask(4);
    }
    trouble ??= talk.obstacle;
  }
  const { condition, gone } = talk;
  await talk.end();
  return { trouble, isReached: true, condition, knowledge: known, isClean: isCleanNow, name, detail: gone };
}

async function nameOf(talk: Conversation): Promise<string | null> {
  const words: string[] = [];
  for (const question of [askMaker, askModel]) {
    if ((await talk.request(question, 'identity')) !== 'met') break;
    words.push(talk.identity);
  }
  return words.length === 0 ? null : words.join(' ');
}
