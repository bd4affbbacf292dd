import type { Snapshot } from '#contract';

import type { Model } from './model.ts';

/** What of a snapshot is not what the records say. */
export function viewMisfit(snapshot: Snapshot, model: Model, now: number): string[] {
  const pane = model.pane();
  const { stage, tray, held } = snapshot;
  const misfits: string[] = [];
  const about = 'paymentRequestId' in stage ? stage.paymentRequestId : 'saleId' in stage ? stage.saleId : null;
  const outcome = stage.at === 'outcome' ? stage.outcome : null;
  if (stage.at !== pane.at || about !== pane.about || outcome !== pane.outcome)
    misfits.push(`shown is ${stage.at} ${outcome} ${about}, but it is ${pane.at} ${pane.outcome} ${pane.about}`);
  if ('amount' in stage) {
    const { amount } = (pane.at === 'scan' ? model.sales : model.attempts).get(pane.about ?? '') ?? { amount: '' };
    if (`${stage.amount.currency} ${stage.amount.minor}` !== amount)
      misfits.push(`shown is ${JSON.stringify(stage.amount)}, not ${amount}`);
  }
  const cards = model.cards().map(({ id, standing }) => `${id} ${standing}`);
  const shown = tray.map(({ paymentRequestId, state }) => `${paymentRequestId} ${openWord(state)}`);
  if (shown.toSorted().join() !== cards.toSorted().join())
    misfits.push(`in the tray are ${shown.join()}, not ${cards.join()}`);
  for (const { paymentRequestId, state } of snapshot.recent) {
    const standing = model.attempts.get(paymentRequestId)?.standing;
    const fits = openWord(state) === standing || (state === 'paid' && standing === 'paid-unwanted');
    if (!fits) misfits.push(`the list says ${state} of ${paymentRequestId}, which is ${standing}`);
  }
  const heldTail = model.held !== null && now < model.held.until ? model.held.code.slice(-4) : null;
  if ((held?.codeTail ?? null) !== heldTail) misfits.push(`held is ${held?.codeTail}, not ${heldTail}`);
  return misfits;
}

function openWord(state: string): string {
  return state === 'sent' || state === 'waiting' || state === 'shown' || state === 'unsure' ? 'asking' : state;
}
