import { Sandbox, type LedgerEntry } from '../sandbox.ts';
import type { Passed } from './gate.ts';
import { readJournal, type Row } from './journal-file.ts';
import type { Product } from './product.ts';
import type { Answered, Seen } from './till-client.ts';

/** Everything that a till told others. What it told, it must have written down before. */
export type Told = { shown: readonly Seen[]; answered: readonly Answered[]; sent: readonly Passed[] };

/** Sentences: what is wrong with everything that a product at rest has done until now. Empty: nothing is. */
export async function problemsOf(product: Product): Promise<string[]> {
  const rows = readJournal(product.tillFolder);
  const ledger = await new Sandbox(product.sandboxUrl).ledger();
  return [...whatIsLost(rows, toldBy(product)).lost, ...whatIsUntrue(rows, ledger, product.till.shown)];
}

/** How many things a product told that it must have written down before. */
export function owedBy(product: Product): number {
  return whatIsLost(readJournal(product.tillFolder), toldBy(product)).owed;
}

/** What the till and both wires know about the newest payment, for whoever looks into a problem. */
export function storyOfNewest({ tillFolder, near, far }: Product): string {
  const rows = readJournal(tillFolder);
  const id = rows.findLast(({ attempt }) => attempt !== null)?.attempt ?? '';
  const records = rows.filter(({ attempt }) => attempt === id).map(({ kind, body }) => `${kind} ${body}`);
  const calls = [near, far].map(({ passed }) =>
    passed.filter((each) => each.paymentRequestId === id).map(({ call, atMs }) => `${call} ${Math.round(atMs)}`),
  );
  return [`${id}, now ${Math.round(performance.now())} ms`, ...records, ...calls.map((each) => each.join(', '))].join(
    '\n',
  );
}

function toldBy({ till, near }: Product): Told {
  return { shown: till.shown, answered: till.answered, sent: near.passed };
}

/** A record that must be there, from this host or one before it. */
type Owed = { told: string; kind: string; of: string; hostId: string };

/**
 * Sentences: what a till told and has not, or has only learned again after it was killed. `owed` counts what was
 * compared.
 */
export function whatIsLost(rows: readonly Row[], told: Told): { owed: number; lost: string[] } {
  const owed = [...told.shown.flatMap(owedForShown), ...told.answered.flatMap(owedForAnswer)];
  const heads = told.sent.flatMap(({ journalHead }) => journalHead ?? []);
  const written = firstWritten(rows);
  const boots = [...new Set(rows.map(({ boot_id }) => boot_id))];
  const lost = owed.flatMap(({ told, kind, of, hostId }) => {
    const boot = written.get(`${kind} ${of}`);
    if (boot === undefined) return [`${told}: there is no ${kind} of ${of}`];
    const isLater = boots.indexOf(boot) > boots.indexOf(hostId) || !boots.includes(hostId);
    return isLater ? [`${told}: ${kind} of ${of} was written by a later host`] : [];
  });
  const kept = new Set(rows.map(({ seq, hash }) => `${seq}:${hash}`));
  const gone = heads.filter((head) => !kept.has(head)).map((head) => `the backend was told of record ${head}`);
  return { owed: owed.length + heads.length, lost: [...new Set([...lost, ...gone, ...sentTooEarly(rows, told.sent)])] };
}

/** Sentences: payments that have no end, and ends that the outside ledger or a screen contradicts. */
export function whatIsUntrue(rows: readonly Row[], ledger: readonly LedgerEntry[], shown: readonly Seen[]): string[] {
  const finals = new Map(rows.filter(({ kind }) => kind === 'final').map((row) => [row.attempt ?? '', outcomeOf(row)]));
  const intents = rows.filter(({ kind }) => kind === 'pay.intent');
  const open = intents.filter(({ attempt }) => !finals.has(attempt ?? ''));
  const known = new Set(intents.map(({ attempt }) => attempt));
  const problems = open.map(({ attempt }) => `${attempt} has no end`);
  for (const entry of ledger) {
    const { paymentRequestId: id, timesCharged, timesGivenBack } = entry;
    const has = timesCharged - timesGivenBack;
    const isPaid = isPaidOutcome(finals.get(id));
    if (!known.has(id)) problems.push(`${id} is in the ledger only`); // V17
    if (timesCharged > 1 || has !== (isPaid ? 1 : 0))
      problems.push(`the till says ${String(finals.get(id))}, and the ledger ${JSON.stringify(entry)}`);
  }
  const inLedger = new Set(ledger.map(({ paymentRequestId }) => paymentRequestId));
  for (const [id, outcome] of finals)
    if (isPaidOutcome(outcome) && !inLedger.has(id)) problems.push(`${id} was never paid`);
  for (const { stage } of shown)
    if (stage.at === 'outcome' && stage.outcome !== finals.get(stage.paymentRequestId ?? ''))
      problems.push(`shown was ${JSON.stringify(stage)}`);
  return [...new Set([...problems, ...chargedAgain(intents, ledger)])];
}

/** At most one capture for a sale (V1). */
function chargedAgain(intents: readonly Row[], ledger: readonly LedgerEntry[]): string[] {
  const paidSales = intents
    .filter(({ attempt }) => ledger.some((entry) => entry.paymentRequestId === attempt && entry.capturedMinor > 0))
    .map(({ sale }) => sale);
  return paidSales
    .filter((sale, index) => paidSales.indexOf(sale) !== index)
    .map((sale) => `${sale} was charged twice`);
}

function isPaidOutcome(outcome: string | undefined): boolean {
  return outcome === 'paid' || outcome === 'paid-unwanted';
}

function outcomeOf({ body }: Row): string {
  const { outcome, unwanted } = JSON.parse(body) as { outcome: string; unwanted: boolean };
  return unwanted ? 'paid-unwanted' : outcome; // as screens call it
}

function owedForShown({ hostId, stage }: Seen): Owed[] {
  const { at, paymentRequestId, saleId } = stage;
  const owe = (kind: string, of: string | undefined): Owed[] =>
    of === undefined ? [] : [{ told: `shown ${at}`, kind, of, hostId }];
  switch (at) {
    case 'scan':
      return owe('sale.opened', saleId);
    case 'asking':
      return owe('pay.intent', paymentRequestId);
    case 'cancelling':
      return owe('cancel.intent', paymentRequestId);
    case 'outcome':
      return [...owe('pay.intent', paymentRequestId), ...owe('final', paymentRequestId)];
    default:
      return [];
  }
}

function owedForAnswer({ command, reply, hostId }: Answered): Owed[] {
  if (reply.is !== 'ok') return [];
  const kinds: Readonly<Record<string, readonly [kind: string, of: string | undefined]>> = {
    charge: ['sale.opened', command.saleId],
    scan: ['pay.intent', command.saleId],
    acknowledge: ['acknowledged', command.paymentRequestId],
    back: ['sale.closed', command.saleId],
  };
  const [kind, of] = kinds[command.do] ?? [];
  return kind === undefined || of === undefined ? [] : [{ told: `ok to ${command.do}`, kind, of, hostId }];
}

/** Which host wrote the first record of a kind about a sale or a payment. */
function firstWritten(rows: readonly Row[]): ReadonlyMap<string, string> {
  const written = new Map<string, string>();
  for (const { kind, sale, attempt, boot_id } of rows)
    for (const id of [sale, attempt]) {
      const key = `${kind} ${id ?? ''}`;
      if (!written.has(key)) written.set(key, boot_id);
    }
  return written;
}

/** The intent is among the records that the till had when it sent (V13). */
function sentTooEarly(rows: readonly Row[], sent: readonly Passed[]): string[] {
  return sent.flatMap(({ call, paymentRequestId, journalHead }) => {
    const kind = call === 'pay' ? 'pay.intent' : 'cancel.intent';
    if (journalHead === null || (call !== 'pay' && call !== 'cancel')) return [];
    const intent = rows.find((row) => row.kind === kind && row.attempt === paymentRequestId);
    const isBefore = intent !== undefined && intent.seq <= Number.parseInt(journalHead, 10);
    return isBefore ? [] : [`${call} of ${paymentRequestId} was sent before its ${kind}`];
  });
}
