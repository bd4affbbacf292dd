import type { Seen } from '../crash/till-client.ts';
import type { LedgerEntry } from '../sandbox.ts';
import type { Shop } from './shop.ts';

/** What a cashier is told about a payment in the end. */
export type Shown = 'paid' | 'declined' | 'cancelled';

/** What really happened, by the sandbox's own ledger; of an id that never reached it the state is `none`. */
export async function ledgerOf(shop: Shop, paymentRequestId: string): Promise<LedgerEntry> {
  const response = await fetch(`${shop.sandboxUrl}/sandbox/ledger/${paymentRequestId}`);
  return (await response.json()) as LedgerEntry;
}

/** PAID says exactly that the shop has the money, once; everything else that it has none. Null when that is so. */
export function untruthOf(shown: string | undefined, entry: LedgerEntry, minor: number): string | null {
  const captures = entry.timesCharged - entry.timesGivenBack;
  const isTrue = shown === 'paid' ? captures === 1 && entry.capturedMinor === minor : entry.capturedMinor === 0;
  if (isTrue && entry.timesCharged <= 1 && ['paid', 'declined', 'cancelled'].includes(String(shown))) return null;
  return `the till shows ${String(shown)}, and the ledger says ${JSON.stringify(entry)}`;
}

/** [V5] [V6] What the till ever showed of one payment: one outcome, or several when it changed its mind. */
export function outcomesShown(history: readonly Seen[], paymentRequestId: string): string[] {
  const stages = history.map(({ stage }) => stage).filter((stage) => stage.paymentRequestId === paymentRequestId);
  return [...new Set(stages.flatMap(({ outcome }) => outcome ?? []))];
}

/** Alipay+ takes 10 to 20 inquiries a minute about one payment. */
const inquiriesMax = 20;
/** A second less than a minute, because they are counted where they arrive. */
const minuteMs = 59_000;

/** [V4] [V27] What must hold of all that went over the wires: null when it does. */
export function wireTrouble(shop: Shop): string | null {
  for (const [hop, wire] of Object.entries(shop.wires)) {
    const [mistake] = wire.mistakes;
    if (mistake !== undefined) return `${hop}: ${mistake}`;
    const bodies = new Map<string, Set<string>>();
    for (const { call, paymentRequestId, bodySha256 } of wire.passed) {
      if (call !== 'pay') continue;
      bodies.set(paymentRequestId, (bodies.get(paymentRequestId) ?? new Set()).add(bodySha256));
    }
    for (const [id, hashes] of bodies) if (hashes.size > 1) return `${hop}: ${id} was sent with other bytes`;
  }
  const inquiredAt = new Map<string, number[]>();
  for (const { call, paymentRequestId, at } of shop.wires.far.passed) {
    if (call !== 'inquiry') continue;
    const times = [...(inquiredAt.get(paymentRequestId) ?? []), at].filter((time) => time > at - minuteMs);
    if (times.length > inquiriesMax) return `${times.length} inquiries in a minute about ${paymentRequestId}`;
    inquiredAt.set(paymentRequestId, times);
  }
  return null;
}
