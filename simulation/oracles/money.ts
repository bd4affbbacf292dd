import type { PayIntent, Proof } from '#payment';

import { sealedProof } from '../client.ts';
import { sealOf, type ReplyBody } from '../messages.ts';
import type { OutsideLedger } from '../outside-ledger.ts';
import { proofOfPayment } from '../records.ts';
import type { Shown, Tier } from '../tier.ts';
import { foldOrNull } from './folded.ts';
import type { Evidence, Violation } from './violation.ts';

/** [V1] One captured payment per sale, at every instant. */
export function judgeCaptures({ ledger }: Evidence): Violation[] {
  return ledger.doubled.map(({ sale, at }) => ({ v: 'V1', what: `${sale} holds two captures at ${at}` }));
}

/** [V5] [V6] [V14] What the screens said, against the money. */
export function judgeScreens({ ledger, tiers }: Evidence): Violation[] {
  return tiers.flatMap((tier) => tier.shown.flatMap((shown, index) => judgeShown(ledger, tier, shown, index)));
}

function judgeShown(ledger: OutsideLedger, tier: Tier, shown: Shown, index: number): Violation[] {
  const { at, id, shows } = shown;
  const says = `${tier.name} shows ${id} ${shows} at ${at}`;
  const found: Violation[] = [];
  if (!shown.covered) found.push({ v: 'V14', what: `${says} before it was durable` });
  if (shows === 'declined' || shows === 'cancelled' || shows === 'voided') {
    const taken = ledger.captures.find(
      (capture) => capture.id === id && !capture.rogue && (capture.reversedAt === null || capture.reversedAt > at),
    );
    if (taken !== undefined) found.push({ v: 'V5', what: `${says}, and money was taken at ${taken.at}` });
  }
  if (shows === 'conflict' && !ledger.isRogue(id))
    found.push({ v: 'V5', what: `${says}: what was shown before was wrong` });
  if (shows === 'paid') {
    const reason = whyNotPaid(ledger, tier, id, at);
    if (reason !== null) found.push({ v: 'V6', what: `${says}: ${reason}` });
    const last = !tier.shown.slice(index + 1).some((later) => later.id === id);
    if (last && !tier.open.has(id) && ledger.heldAt(id, Number.MAX_VALUE) === null)
      found.push({ v: 'V6', what: `${says} to the end, and the money went back` });
  }
  return found;
}

/** Checks the proof in the journal again, from nothing but the journal, and the money it speaks of. */
function whyNotPaid(ledger: OutsideLedger, tier: Tier, id: string, at: number): string | null {
  const records = tier.factsOf(id);
  const facts = foldOrNull(records);
  const proof = proofOfPayment(records);
  if (facts === null || proof === null) return 'no proof is in the journal';
  if (!provesPayment(proof, facts.intent)) return 'its proof does not prove it';
  if (ledger.heldAt(id, at) === null) return 'no money had been taken';
  return null;
}

function provesPayment(proof: Proof, intent: PayIntent): boolean {
  const { body, seal, nonce, id } = sealedProof(proof);
  if (sealOf(body, nonce) !== seal || id !== intent.paymentRequestId) return false;
  const reply = JSON.parse(body) as ReplyBody;
  // Of an order code only an inquiry says that it was paid (5.2b).
  const paid = reply.paymentResult ?? (intent.scenario === 'OrderCode' ? undefined : reply.result);
  return (
    reply.paymentRequestId === intent.paymentRequestId &&
    reply.paymentAmount?.currency === intent.amount.currency &&
    reply.paymentAmount.value === String(intent.amount.minor) &&
    paid?.resultStatus === 'S'
  );
}
