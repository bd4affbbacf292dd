import type { NotSelling, PaymentRow, Snapshot } from '#contract';
import { assertNever, phaseOf, type Facts, type Phase } from '#payment';

import type { Settings } from './settings/settings.ts';
import { stageOf, walletOf, type StageSources } from './stage.ts';

/** How many payments the list on the till's screen has. */
const recentMax = 20;

export type SnapshotSources = StageSources & {
  settings: Settings;
  settingsFile: string;
  timeScale: number;
  connection: Snapshot['connection'];
  notSelling: NotSelling | null;
  revision: number;
};

/** Everything a till screen shows now. */
export function snapshotOf(sources: SnapshotSources): Snapshot {
  const { settings } = sources;
  return {
    revision: sources.revision,
    hostId: sources.bootId,
    environment: settings.environment,
    shop: {
      terminalId: settings.terminalId,
      merchantId: settings.merchant.referenceMerchantId,
      merchantName: settings.merchant.merchantName,
      merchantMCC: settings.merchant.merchantMCC,
      storeId: settings.store.referenceStoreId,
      storeName: settings.store.storeName,
      currency: settings.currency,
      settingsFile: sources.settingsFile,
    },
    connection: sources.connection,
    notSelling: sources.notSelling,
    timeScale: sources.timeScale,
    stage: stageOf(sources),
    recent: sources.ledger
      .attempts()
      .slice(-recentMax)
      .toReversed()
      .map(({ facts }) => paymentRow(facts, sources)),
  };
}

/** One payment in the list. */
export function paymentRow(facts: Facts, { runner }: Pick<StageSources, 'runner'>): PaymentRow {
  const { intent, standing } = facts;
  const attempt = runner(intent.paymentRequestId)?.attempt;
  // The working part of an attempt is the runner's; what is decided is the journal's.
  const phase = standing.at !== 'asking' ? standing.at : attempt === undefined ? 'unsure' : phaseOf(attempt);
  return {
    paymentRequestId: intent.paymentRequestId,
    amount: intent.amount,
    state: rowState(phase),
    wallet: walletOf(facts),
    codeTail: intent.codeTail,
    startedAt: intent.wallAt,
  };
}

function rowState(phase: Phase): PaymentRow['state'] {
  switch (phase) {
    case 'voiding':
      return 'paid';
    case 'voided':
      return 'cancelled';
    case 'sent':
    case 'waiting':
    case 'unsure':
    case 'cancelling':
    case 'paid':
    case 'declined':
    case 'cancelled':
    case 'conflict':
      return phase;
    default:
      return assertNever(phase);
  }
}
