import type { Display, Showing, Snapshot, Stage } from '#contract';

import { languageOfWallet } from './wallet-language.ts';

/** What the customer display is told, made of what the till's screen shows; `wallet`: of the payment on it, where known. */
export function displayOf(snapshot: Snapshot, { wallet, wallMs }: { wallet: string | null; wallMs: number }): Display {
  const { revision, hostId, environment, shop, timeScale, stage } = snapshot;
  return {
    revision,
    hostId,
    environment,
    shopName: shop.storeName,
    language: languageOfWallet(wallet),
    timeScale,
    now: showingOf(stage, wallMs),
  };
}

function showingOf(stage: Stage, wallMs: number): Showing {
  switch (stage.at) {
    case 'idle':
      return { shows: 'idle' };
    case 'scan':
      return { shows: 'amount', amount: stage.amount };
    case 'asking':
      return ofAsking(stage);
    case 'cancelling':
      return { shows: stage.escalated ? 'problem' : 'closing', amount: stage.amount };
    case 'outcome':
      return ofOutcome(stage, wallMs);
  }
}

function ofAsking(stage: Stage & { at: 'asking' }): Showing {
  const { amount, orderCode, phase } = stage;
  if (orderCode?.isOn === true) {
    const { value: code, leftMs, lifeMs } = orderCode;
    return { shows: 'code', amount, code, leftMs, lifeMs };
  }
  if (stage.escalated || stage.recovered) return { shows: 'problem', amount };
  if (stage.closing !== null || phase === 'shown') return { shows: 'closing', amount };
  if (phase === 'waiting') return { shows: 'confirm', amount };
  // Before an order's code has come there is nothing that a customer could have paid.
  const isProblem = phase === 'unsure' && stage.scenario === 'PaymentCode';
  return { shows: isProblem ? 'problem' : 'one-moment', amount };
}

function ofOutcome(stage: Stage & { at: 'outcome' }, wallMs: number): Showing {
  const { amount, moneyGoesBack, wallet, finalAt, storeWord } = stage;
  const agoMs = Math.max(0, wallMs - finalAt);
  switch (stage.outcome) {
    case 'paid':
    case 'paid-unwanted':
      return { shows: 'paid', amount, wallet, at: finalAt, storeWord, agoMs };
    case 'declined':
    case 'cancelled':
      return { shows: 'not-paid', amount, moneyGoesBack, wasClosed: stage.outcome === 'cancelled', agoMs };
    // About somebody who has gone; who stands here now must not read another's amount.
    case 'conflict':
      return { shows: 'idle' };
  }
}
