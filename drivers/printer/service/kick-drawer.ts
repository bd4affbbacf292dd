import type { PrinterLevel, PrinterOutcome, PrinterTrouble } from '#contract';

import { drawerPulse, drawerPulseAtOnce, flush, sayWhenReached } from '../escpos/commands.ts';
import { nothingSaid } from '../escpos/condition.ts';
import { Conversation, type Waited } from './conversation.ts';
import { askAgainMs, drawerOpensWithinMs, endWithinMs, flushWithinMs, kickWithinMs, statusWithinMs } from './limits.ts';
import type { JobEnd, JobParts } from './print-job.ts';

/**
 * Gives the pulse that opens the drawer. `printed`: the printer said that it has given it, or the drawer's switch has moved. `openLevel`
 * is null while nobody has said which level is open; then any change of the switch counts.
 */
export async function kickDrawer(parts: JobParts, pin: 2 | 5, openLevel: PrinterLevel | null): Promise<JobEnd> {
  const { clock, transport, isClean } = parts;
  const { knowledge } = parts;
  const notAfter = clock.monoMs() + kickWithinMs;
  const opened = await Conversation.open(clock, transport);
  if (!opened.ok) {
    const { trouble, detail } = opened.error;
    return { outcome: failed(trouble, 'no'), knowledge, isClean, condition: nothingSaid, detail };
  }
  const talk = opened.value;
  const end = async (outcome: PrinterOutcome, clean = false): Promise<JobEnd> => {
    const { condition, gone } = talk;
    await talk.end();
    return { outcome, knowledge, isClean: clean, condition, detail: gone };
  };
  const gone = (): PrinterTrouble => talk.obstacle ?? 'unresponsive';
  if (!transport.canAnswer || knowledge.answers === 'nothing') {
    if ((await talk.write(drawerPulse(pin), statusWithinMs)) !== 'met') return await end(failed(gone(), 'maybe'));
    const closed = await talk.end(transport.endWithinMs);
    return { ...(await end({ kind: 'sent' })), ...(closed === 'gone' ? { outcome: failed(gone(), 'maybe') } : {}) };
  }
  // Why it is offline, and what the drawer's switch says.
  let asked = await talk.ask(2);
  if (asked === 'late' && clock.monoMs() + endWithinMs < notAfter) {
    await talk.write(flush, flushWithinMs);
    asked = await talk.ask(2, endWithinMs);
  }
  if (asked === 'met') asked = await talk.ask(1);
  if (asked !== 'met' && knowledge.answers === 'something') return await end(failed(gone(), 'no'));
  if (clock.monoMs() > notAfter) return await end(failed('unresponsive', 'no'));

  const before = talk.condition.drawerLevel;
  const isOpenNow = (): boolean => {
    const { drawerLevel } = talk.condition;
    return openLevel === null
      ? before !== null && drawerLevel !== before
      : drawerLevel === openLevel && before !== openLevel;
  };
  const isOffline = asked === 'met' && talk.obstacle !== null;
  // While it is offline it takes no command in its turn: the pulse would come when the paper is back.
  const given: Waited = isOffline
    ? await talk.write(drawerPulseAtOnce(pin), statusWithinMs)
    : await talk.write(drawerPulse(pin), statusWithinMs);
  if (given !== 'met') return await end(failed(gone(), 'maybe'));
  let isConfirmed = false;
  if (!isOffline && knowledge.reached === true)
    isConfirmed = (await talk.request(sayWhenReached, 'reached')) === 'met' && isClean;
  const watchEndsAt = clock.monoMs() + drawerOpensWithinMs;
  const canMove = asked === 'met' && before !== null && before !== openLevel;
  if (canMove)
    while (!isOpenNow() && clock.monoMs() < watchEndsAt) {
      if ((await talk.until(() => false, askAgainMs)) === 'gone') break;
      if ((await talk.ask(1)) !== 'met') break;
    }
  if (isConfirmed || isOpenNow()) return await end({ kind: 'printed' }, isClean && isConfirmed);
  return await end(talk.gone === null ? { kind: 'sent' } : failed(gone(), 'maybe'));
}

function failed(trouble: PrinterTrouble, paperMoved: 'no' | 'maybe'): PrinterOutcome {
  return { kind: 'failed', trouble, paperMoved };
}
