import type { Display, Snapshot } from '#contract';

import { orderCodeOf } from './acquirer-script.ts';
import type { Model, ModelAttempt } from './model.ts';

type Shows = Display['now']['shows'];

/** Three words that do not come, each due after 2 s (contract, `aliveEveryMs`). */
const displayOffAfterMs = 6_000;

/** What of the customer display, as it was told last, is not what the records say. */
export function displayMisfit({ now }: Display, snapshot: Snapshot, model: Model, at: number): string[] {
  const misfits: string[] = [];
  const pane = model.pane();
  const attempt = model.attempts.get(pane.about ?? '');
  const may = attempt === undefined ? [pane.at === 'idle' ? 'idle' : 'amount'] : mayShow(attempt, model);
  if (!may.includes(now.shows)) misfits.push(`the display shows ${now.shows}, not ${may.join(' or ')}`);
  const { amount } = attempt ?? model.sales.get(pane.about ?? '') ?? { amount: '' };
  if ('amount' in now && `${now.amount.currency} ${now.amount.minor}` !== amount)
    misfits.push(`the display shows ${JSON.stringify(now.amount)}, not ${amount}`);
  if (now.shows === 'code' && now.code !== orderCodeOf(pane.about ?? ''))
    misfits.push(`the display shows ${now.code} for ${pane.about}`);
  misfits.push(...codeMisfit(snapshot, attempt, model));
  const heard = model.displayAt === null ? 'none' : at - model.displayAt < displayOffAfterMs ? 'on' : 'off';
  if (snapshot.customerScreen !== heard) misfits.push(`the display is ${snapshot.customerScreen}, not ${heard}`);
  return misfits;
}

function mayShow(attempt: ModelAttempt, model: Model): Shows[] {
  const { standing, isOrder, escalated, bootId } = attempt;
  switch (standing) {
    case 'cancelling':
      return [escalated ? 'problem' : 'closing'];
    case 'paid':
    case 'paid-unwanted':
      return ['paid'];
    case 'declined':
    case 'cancelled':
      return ['not-paid'];
    case 'conflict':
      return ['idle'];
    case 'asking':
      if (model.isCodeOn(attempt)) return ['code'];
      if (escalated || bootId !== model.bootId) return ['problem'];
      if (isOrder) return attempt.codeShown ? ['closing'] : ['one-moment', 'closing'];
      return ['one-moment', 'confirm', 'closing', 'problem'];
  }
}

/** The cashier reads the same of the code as the customer sees. */
function codeMisfit({ stage }: Snapshot, attempt: ModelAttempt | undefined, model: Model): string[] {
  if (stage.at !== 'asking' || attempt === undefined) return [];
  const { orderCode, scenario } = stage;
  const misfits: string[] = [];
  if ((scenario === 'OrderCode') !== attempt.isOrder) misfits.push(`${attempt.id} is shown as ${scenario}`);
  const isOn = orderCode?.isOn === true;
  if (isOn !== model.isCodeOn(attempt)) misfits.push(`the code of ${attempt.id} is shown as ${isOn ? 'on' : 'off'}`);
  if (isOn && orderCode.value !== orderCodeOf(attempt.id)) misfits.push(`shown is the code ${orderCode.value}`);
  return misfits;
}
