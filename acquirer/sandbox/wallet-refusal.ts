import type { WalletTemper } from '#contract';
import type { Amount } from '#payment';
import type { ResultCode } from '#protocol';

import type { Wallet } from './wallet-store.ts';
import type { World } from './world.ts';

/** Why this wallet's purse does not pay so much; null: it can. */
export function purseRefusal(world: World, walletId: string, amount: Amount): ResultCode | null {
  const { maximum, balance } = world.wallets.purse(walletId, amount.currency);
  if (amount.minor > maximum.minor) return 'USER_AMOUNT_EXCEED_LIMIT';
  return amount.minor > balance.minor ? 'USER_BALANCE_NOT_ENOUGH' : null;
}

/** What a wallet of this temper refuses every payment with; null: it does not refuse. */
export function temperRefusal(temper: WalletTemper): ResultCode | null {
  switch (temper) {
    case 'refuses':
      return 'RISK_REJECT';
    case 'no-balance':
      return 'USER_BALANCE_NOT_ENOUGH';
    case 'limit-reached':
      return 'USER_AMOUNT_EXCEED_LIMIT';
    case 'approves':
    case 'must-confirm':
    case 'never-answers':
    case 'last-second':
    case 'pays-after-cancel':
      return null;
  }
}

/** Whether the wallet pays so much without asking its owner. */
export function paysUnasked(world: World, { id, temper }: Wallet, amount: Amount): boolean {
  return temper === 'approves' && amount.minor <= world.wallets.purse(id, amount.currency).confirmAbove.minor;
}
