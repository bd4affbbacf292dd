import type { CodeDigits, CodeScan, OrderCodeRefusal, WalletCode, WalletOrder, WalletView } from '#contract';
import { err, ok, type Currency, type EpochMs, type Result } from '#payment';

import { payFrom } from './due-payments.ts';
import { newCodeValue } from './new-code.ts';
import type { Order } from './order.ts';
import { confirmScanned, refuseScanned, scanCode, scannedState } from './scanned-order.ts';
import type { Wallet } from './wallet-store.ts';
import { inLedger, type World } from './world.ts';

/** A code is shown for this long. */
export const codeShownMs = 60_000;
/** A code scanned in its last second still has to reach us. */
export const codeGraceMs = 15_000;

const codesKeptMs = 24 * 3_600_000;
const ordersShown = 40;

export type Phones = {
  /** The wallet's screen now; a code that was used or is old has been replaced. */
  view(wallet: Wallet, currency?: Currency): WalletView;
  /** Of as many digits as asked for, else as the wallet's. */
  freshCode(wallet: Wallet, digits?: CodeDigits): WalletCode;
  /** The customer presses Pay or Refuse. */
  decide(wallet: Wallet, paymentRequestId: string, decision: Decision): Result<null, OrderCodeRefusal | 'not-asking'>;
  /** The customer scans what the shop shows. */
  scan(wallet: Wallet, scan: CodeScan): Result<WalletOrder, OrderCodeRefusal>;
};

type Decision = 'confirm' | 'refuse';

/** The codes in their wallets' windows are kept in memory only: they are secrets. */
export function openPhones(world: World): Phones {
  const shown = new Map<string, WalletCode>();
  const freshCode = (wallet: Wallet, digits: CodeDigits = wallet.digits): WalletCode =>
    inLedger(world, (now) => {
      const code = newCode(world, wallet, digits, now);
      shown.set(wallet.id, code);
      return code;
    });
  const currentCode = (wallet: Wallet, now: EpochMs): WalletCode => {
    const code = shown.get(wallet.id);
    if (code === undefined || now >= code.renewsAt || code.value.length !== wallet.digits) return freshCode(wallet);
    const used = world.wallets.issuedCode(code.value)?.usedBy !== null;
    return used ? freshCode(wallet) : code;
  };
  return {
    view: (wallet, currency) =>
      inLedger(world, (now) => ({
        id: wallet.id,
        name: wallet.name,
        temper: wallet.temper,
        digits: wallet.digits,
        now,
        purse: world.wallets.purse(wallet.id, currency ?? wallet.currency),
        code: currentCode(wallet, now),
        orders: ordersOf(world, wallet),
      })),
    freshCode,
    decide: (wallet, id, decision) => inLedger(world, (now) => decide(world, wallet, id, decision, now)),
    scan: (wallet, { code, payAtOnce = false }) =>
      inLedger(world, (now) => {
        const order = scanCode(world, wallet, { code, payAtOnce }, now);
        return order.ok ? ok(shownOrder(world, wallet, order.value)) : order;
      }),
  };
}

function newCode(world: World, wallet: Wallet, digits: CodeDigits, now: EpochMs): WalletCode {
  const value = newCodeValue(digits, wallet.routing, world.digits);
  const renewsAt = now + codeShownMs;
  world.wallets.forgetCodes(now - codesKeptMs);
  world.wallets.issueCode(value, wallet.id, renewsAt + codeGraceMs);
  return { value, issuedAt: now, renewsAt };
}

function decide(
  world: World,
  wallet: Wallet,
  id: string,
  decision: Decision,
  now: EpochMs,
): Result<null, OrderCodeRefusal | 'not-asking'> {
  const order = world.orders.byRequestId(id);
  if (order !== undefined && order.orderCode !== null) {
    return (decision === 'confirm' ? confirmScanned : refuseScanned)(world, order, wallet, now);
  }
  if (order?.walletId !== wallet.id || order.state.kind !== 'in-process') return err('not-asking');
  if (decision === 'confirm') payFrom(world, order, wallet.id, now);
  else world.orders.change(id, { kind: 'refused', code: 'USER_PAYMENT_VERIFICATION_FAILED', endedAt: now });
  return ok(null);
}

function ordersOf(world: World, wallet: Wallet): WalletOrder[] {
  return world.orders.listOnPhone(wallet.id, ordersShown).map((order) => shownOrder(world, wallet, order));
}

function shownOrder(world: World, wallet: Wallet, order: Order): WalletOrder {
  const isOwn = order.orderCode === null || (order.walletId === wallet.id && order.state.kind !== 'in-process');
  return {
    paymentRequestId: order.paymentRequestId,
    merchantName: order.merchantName,
    referenceOrderId: order.referenceOrderId,
    amount: order.amount,
    createdAt: order.createdAt,
    state: isOwn ? stateShown(order) : scannedState(world, order, wallet.id),
  };
}

function stateShown({ state, silent, asks, expiresAt }: Order): WalletOrder['state'] {
  switch (state.kind) {
    case 'in-process':
      if (silent) return { kind: 'silent', closesAt: expiresAt };
      return { kind: asks ? 'asking' : 'working', closesAt: expiresAt };
    case 'paid':
      return { kind: 'paid', at: state.paidAt };
    case 'refused':
      return { kind: 'refused', at: state.endedAt, code: state.code };
    case 'closed':
      return { kind: 'closed', at: state.endedAt };
    case 'cancelled':
      return { kind: 'cancelled', at: state.endedAt, gaveBack: state.paidAt !== null };
  }
}
