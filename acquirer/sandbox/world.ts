import type { Clock, Currency } from '#payment';

import { openDatabase, type Database } from './database.ts';
import { settleDue } from './due-payments.ts';
import { orderStore, type OrderStore } from './order-store.ts';
import { scanStore, type ScanStore } from './scan-store.ts';
import { settingStore, type SettingStore } from './setting-store.ts';
import { walletStore, type WalletStore } from './wallet-store.ts';

/** Everything behind the sandbox's addresses: one ledger, its clock and its dice. */
export type World = {
  db: Database;
  orders: OrderStore;
  scans: ScanStore;
  wallets: WalletStore;
  settings: SettingStore;
  clock: Clock;
  digits: Digits;
  /** Called after everything that may have changed the ledger. */
  changed: () => void;
};

/** `count` random decimal digits. */
export type Digits = (count: number) => string;

/** Opens the ledger at `path` (`:memory:` for none). `currency` is shown until a payment says otherwise. */
export function openWorld(path: string, clock: Clock, digits: Digits, currency: Currency): World {
  const db = openDatabase(path);
  const settings = settingStore(db, digits);
  return {
    db,
    orders: orderStore(db),
    scans: scanStore(db),
    wallets: walletStore(db, settings.codeSecret(), currency),
    settings,
    clock,
    digits,
    changed: () => undefined,
  };
}

/** One operation on the ledger, at one moment, whole or not at all; what is due is paid and what is overdue is closed first. */
export function inLedger<T>(world: World, work: (now: number) => T): T {
  const result = world.db.transact(() => {
    const now = world.clock.wallMs();
    settleDue(world, now);
    world.orders.closeOverdue(now);
    return work(now);
  });
  world.changed();
  return result;
}
