import type { Devices, NotSelling, Printing, Snapshot } from '#contract';

import { paymentRow } from './payment-row.ts';
import type { BackendView } from './ports/acquirer.ts';
import type { Settings } from './settings/settings.ts';
import { stageOf, type StageSources } from './stage.ts';
import { trayOf } from './tray.ts';

/** How many payments the list on the till's screen has. */
const recentMax = 20;

export type SnapshotSources = StageSources & {
  settings: Settings;
  settingsFile: string;
  timeScale: number;
  connection: Snapshot['connection'];
  backend: BackendView;
  held: Snapshot['held'];
  customerScreen: Snapshot['customerScreen'];
  devices: Devices;
  printing: Printing;
  wallMs: number;
  notSelling: NotSelling | null;
  supportCode: string | null;
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
      ...(settings.terminalName === undefined ? {} : { terminalName: settings.terminalName }),
      merchantId: settings.merchant.referenceMerchantId,
      merchantName: settings.merchant.merchantName,
      merchantMCC: settings.merchant.merchantMCC,
      storeId: settings.store.referenceStoreId,
      storeName: settings.store.storeName,
      currency: settings.currency,
      settingsFile: sources.settingsFile,
    },
    connection: sources.connection,
    linkTrouble: sources.backend.linkTrouble,
    clockOffMs: sources.backend.clockOffMs,
    notSelling: sources.notSelling,
    supportCode: sources.supportCode,
    timeScale: sources.timeScale,
    stage: stageOf(sources),
    tray: trayOf(sources),
    held: sources.held,
    customerScreen: sources.customerScreen,
    devices: sources.devices,
    printing: sources.printing,
    recent: sources.ledger
      .attempts()
      .slice(-recentMax)
      .toReversed()
      .map(({ facts }) => paymentRow(facts, sources)),
  };
}
