import type * as z from 'zod';

import {
  AmountFaults,
  OrderCodeRefusal,
  SandboxRefusal,
  Switches,
  WalletCode,
  WalletList,
  WalletOrder,
  WalletView,
  type SwitchesChange,
  type WalletChange,
} from '#contract';

/** Why a code opened no order: what the sandbox says against it, or that nothing came from there. */
export type ScanFailure = OrderCodeRefusal | 'away';

/** Every call answers with what the phone shows afterwards; rejects when the sandbox is away or refuses. */
export const sandbox = {
  list: () => ask(WalletList, '/sandbox/wallets'),
  view: (id: string) => ask(WalletView, walletPath(id)),
  change: (id: string, change: WalletChange) => ask(WalletView, walletPath(id), change),
  freshCode: (id: string) => ask(WalletCode, `${walletPath(id)}/codes`, {}),
  confirm: (id: string, paymentRequestId: string) => ask(WalletView, `${walletPath(id)}/confirm`, { paymentRequestId }),
  /** Null when the phone asks about the order now. */
  scan: (id: string, code: string): Promise<ScanFailure | null> =>
    ask(WalletOrder, `${walletPath(id)}/scan`, { code }).then(
      () => null,
      (cause: unknown) => failureOf(cause),
    ),
  switches: () => ask(Switches, '/sandbox/switches'),
  changeSwitches: (change: SwitchesChange) => ask(Switches, '/sandbox/switches', change),
  amounts: () => ask(AmountFaults, '/sandbox/amounts'),
  refuse: (id: string, paymentRequestId: string) => ask(WalletView, `${walletPath(id)}/refuse`, { paymentRequestId }),
};

/** An answer that takes longer is none; the page asks again. */
const answerWithinMs = 4_000;

function walletPath(id: string): string {
  return `/sandbox/wallets/${encodeURIComponent(id)}`;
}

class Refused extends Error {
  /** What the sandbox calls its reason. */
  readonly reason: string;

  constructor(status: number, reason: string) {
    super(`the sandbox refused: ${status} ${reason}`);
    this.reason = reason;
  }
}

function failureOf(cause: unknown): ScanFailure {
  if (!(cause instanceof Refused)) return 'away';
  // A text that is too long for any code is none.
  if (cause.reason === 'wrong-field') return 'not-an-order-code';
  const reason = OrderCodeRefusal.safeParse(cause.reason);
  return reason.success ? reason.data : 'away';
}

async function ask<S extends z.ZodType>(schema: S, path: string, body?: unknown): Promise<z.infer<S>> {
  const signal = AbortSignal.timeout(answerWithinMs);
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(path, body === undefined ? { signal } : { ...sent, signal });
  if (!answer.ok) throw new Refused(answer.status, SandboxRefusal.parse(await answer.json()).error);
  return schema.parse(await answer.json());
}
