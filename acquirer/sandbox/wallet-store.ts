import { createHmac } from 'node:crypto';

import * as z from 'zod';

import { CodeDigits, WalletTemper, type Purse, type WalletChange } from '#contract';
import { Currency, Minor, type Amount, type EpochMs } from '#payment';

import type { Database } from './database.ts';
import { firstPurse, madeUpWallets, type MadeUpWallet } from './made-up-wallets.ts';

export type Wallet = MadeUpWallet & {
  temper: WalletTemper;
  /** Of the codes that it shows. */ digits: CodeDigits;
  /** The one that is shown: of the last payment. */ currency: Currency;
};

export type IssuedCode = { walletId: string; expiresAt: EpochMs; usedBy: string | null };

export type WalletStore = {
  all(): Wallet[];
  byId(id: string): Wallet | undefined;
  change(id: string, change: WalletChange): void;
  show(id: string, currency: Currency): void;
  purse(id: string, currency: Currency): Purse;
  /** Takes or gives money and writes it into the ledger. Throws when the balance would go below nothing. */
  capture(walletId: string, paymentRequestId: string, amount: Amount, at: EpochMs): void;
  giveBack(walletId: string, paymentRequestId: string, amount: Amount, at: EpochMs): void;
  issueCode(value: string, walletId: string, expiresAt: EpochMs): void;
  issuedCode(value: string): IssuedCode | undefined;
  useCode(value: string, paymentRequestId: string): void;
  /** Codes that expired long ago are as good as never issued. */
  forgetCodes(expiredBefore: EpochMs): void;
};

/** `secret` keeps codes that stand in the file from being read back. */
export function walletStore(db: Database, secret: string, currency: Currency): WalletStore {
  for (const { id } of madeUpWallets) {
    db.run('INSERT OR IGNORE INTO wallet (id, temper, currency) VALUES (?, ?, ?)', id, 'approves', currency);
  }
  const digest = (code: string): string => createHmac('sha256', secret).update(code).digest('base64url');
  const byId = (id: string): Wallet | undefined => {
    const facts = madeUpWallets.find((wallet) => wallet.id === id);
    const row = db.row('SELECT temper, digits, currency FROM wallet WHERE id = ?', id);
    return facts === undefined || row === undefined ? undefined : { ...facts, ...WalletRow.parse(row) };
  };
  return {
    all: () => madeUpWallets.flatMap(({ id }) => byId(id) ?? []),
    byId,
    change: (id, change) => db.transact(() => changeWallet(db, id, change)),
    show: (id, shown) => db.run('UPDATE wallet SET currency = ? WHERE id = ?', shown, id),
    purse: (id, asked) => purseOf(db, id, asked),
    capture: (id, order, amount, at) => move(db, 'capture', id, order, amount, at),
    giveBack: (id, order, amount, at) => move(db, 'give-back', id, order, amount, at),
    issueCode: (value, id, until) => db.run('INSERT INTO code VALUES (?, ?, ?, NULL)', digest(value), id, until),
    issuedCode(value) {
      const row = db.row('SELECT wallet_id, expires_at, used_by FROM code WHERE digest = ?', digest(value));
      if (row === undefined) return undefined;
      const code = CodeRow.parse(row);
      return { walletId: code.wallet_id, expiresAt: code.expires_at, usedBy: code.used_by };
    },
    useCode: (value, id) => db.run('UPDATE code SET used_by = ? WHERE digest = ?', id, digest(value)),
    forgetCodes: (before) => db.run('DELETE FROM code WHERE expires_at < ?', before),
  };
}

const WalletRow = z.object({ temper: WalletTemper, digits: CodeDigits, currency: Currency });
const CodeRow = z.object({ wallet_id: z.string(), expires_at: z.int(), used_by: z.string().nullable() });
const PurseRow = z.object({ balance: Minor, confirm_above: Minor, maximum: Minor });

function purseOf(db: Database, walletId: string, currency: Currency): Purse {
  const select = 'SELECT balance, confirm_above, maximum FROM purse WHERE wallet_id = ? AND currency = ?';
  const row = db.row(select, walletId, currency) ?? makePurse(db, walletId, currency);
  const purse = PurseRow.parse(row);
  const amount = (minor: Minor): Amount => ({ currency, minor });
  return {
    balance: amount(purse.balance),
    confirmAbove: amount(purse.confirm_above),
    maximum: amount(purse.maximum),
  };
}

function makePurse(db: Database, walletId: string, currency: Currency): z.infer<typeof PurseRow> {
  const { balance, confirmAbove, maximum } = firstPurse(currency);
  db.run('INSERT INTO purse VALUES (?, ?, ?, ?, ?)', walletId, currency, balance, confirmAbove, maximum);
  return { balance, confirm_above: confirmAbove, maximum };
}

function changeWallet(db: Database, walletId: string, change: WalletChange): void {
  if (change.temper !== undefined) db.run('UPDATE wallet SET temper = ? WHERE id = ?', change.temper, walletId);
  if (change.digits !== undefined) db.run('UPDATE wallet SET digits = ? WHERE id = ?', change.digits, walletId);
  const columns = [
    ['balance', change.balance],
    ['confirm_above', change.confirmAbove],
    ['maximum', change.maximum],
  ] as const;
  for (const [column, amount] of columns) {
    if (amount === undefined) continue;
    purseOf(db, walletId, amount.currency);
    db.run(
      `UPDATE purse SET ${column} = ? WHERE wallet_id = ? AND currency = ?`,
      amount.minor,
      walletId,
      amount.currency,
    );
    db.run('UPDATE wallet SET currency = ? WHERE id = ?', amount.currency, walletId);
  }
}

function move(
  db: Database,
  kind: 'capture' | 'give-back',
  walletId: string,
  paymentRequestId: string,
  amount: Amount,
  at: EpochMs,
): void {
  purseOf(db, walletId, amount.currency);
  db.run(
    'UPDATE purse SET balance = balance + ? WHERE wallet_id = ? AND currency = ?',
    kind === 'capture' ? 0 - amount.minor : amount.minor,
    walletId,
    amount.currency,
  );
  db.run(
    `INSERT INTO movement (payment_request_id, kind, wallet_id, currency, minor, at) VALUES (?, ?, ?, ?, ?, ?)`,
    paymentRequestId,
    kind,
    walletId,
    amount.currency,
    amount.minor,
    at,
  );
}
