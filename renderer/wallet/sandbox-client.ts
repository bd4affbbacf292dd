import type * as z from 'zod';

import {
  AmountFaults,
  Switches,
  WalletCode,
  WalletList,
  WalletView,
  type SwitchesChange,
  type WalletChange,
} from '#contract';

/** Every call answers with what the phone shows afterwards; rejects when the sandbox is away or refuses. */
export const sandbox = {
  list: () => ask(WalletList, '/sandbox/wallets'),
  view: (id: string) => ask(WalletView, walletPath(id)),
  change: (id: string, change: WalletChange) => ask(WalletView, walletPath(id), change),
  freshCode: (id: string) => ask(WalletCode, `${walletPath(id)}/codes`, {}),
  confirm: (id: string, paymentRequestId: string) => ask(WalletView, `${walletPath(id)}/confirm`, { paymentRequestId }),
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

async function ask<S extends z.ZodType>(schema: S, path: string, body?: unknown): Promise<z.infer<S>> {
  const signal = AbortSignal.timeout(answerWithinMs);
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(path, body === undefined ? { signal } : { ...sent, signal });
  if (!answer.ok) throw new Error(`the sandbox refused: ${answer.status}`);
  return schema.parse(await answer.json());
}
