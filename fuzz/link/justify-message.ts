import type { Entry } from '../../terminal/index.ts';
import type { Model, ModelAttempt } from './model.ts';
import { codeIn, type Asked } from './reading.ts';

/** RELIABILITY 5.1 and the contract's `parkAfterMs`, `trayMax`, T10: written down again, so that a change is noticed. */
const parkAfterMs = 15_000;
const trayMax = 20;
const usedForMs = 600_000;

export type Circumstances = {
  model: Model;
  /** Machine time, ms. */
  now: number;
  /** What was understood of the messages that came together, in order. */
  asked: readonly Asked[];
  /** Messages that were not understood and have no record yet. */
  unreadable: number;
  /** Codes that are held, or may be by one of these messages. */
  heldCodes: readonly string[];
};

type Verdict = { holds: true; code: string } | { holds: false };
const yes: Verdict = { holds: true, code: '' };
const no: Verdict = { holds: false };

/** Whether what a screen may ask is reason enough for this record. `code` is the payment code of a `pay.intent`. */
export function isAskedFor(entry: Entry, at: Circumstances): Verdict {
  const { record } = entry;
  switch (record?.kind) {
    case 'sale.opened':
    case 'sale.closed':
    case 'pay.intent':
      return isSaleAskedFor(entry, record, at);
    case 'acknowledged':
    case 'sale.parked':
    case 'sale.taken': {
      const attempt = entry.attempt === null ? undefined : at.model.attempts.get(entry.attempt);
      const asked = attempt !== undefined && at.asked.some((one) => isStepOf(record, attempt, one, at));
      return asked && entry.actor === 'cashier' ? yes : no;
    }
    case 'shown': {
      const attempt = entry.attempt === null ? undefined : at.model.attempts.get(entry.attempt);
      const stopped = at.asked.some((one) => one.do === 'stop' && one.paymentRequestId === attempt?.id);
      const goesOff = record.outcome === 'code-off' && attempt !== undefined && at.model.isCodeOn(attempt);
      return stopped && goesOff ? yes : no;
    }
    case 'security':
      return entry.attempt === null && record.why === 'unreadable-command' && at.unreadable > 0 ? yes : no;
    default:
      return no; // final, evidence, tx, cancel.intent, conflict … are the world's, never a screen's
  }
}

type RecordOf<K> = Extract<NonNullable<Entry['record']>, { kind: K }>;

function isSaleAskedFor(
  { sale, actor }: Entry,
  record: RecordOf<'sale.opened' | 'sale.closed' | 'pay.intent'>,
  at: Circumstances,
): Verdict {
  const { model, asked } = at;
  if (record.kind === 'sale.opened')
    return actor === 'cashier' && asked.some((one) => isCharge(one, record, model)) ? yes : no;
  if (record.kind === 'pay.intent') return isScanFor(record, at);
  const known = sale === null ? undefined : model.sales.get(sale);
  if (known === undefined || known.closed) return no;
  if (record.why === 'back')
    return asked.some((one) => one.do === 'back' && one.saleId === sale) && model.saleToScan() === known ? yes : no;
  const dismissed = known.attempts.map((id) => model.attempts.get(id)).filter((attempt) => attempt?.acknowledged);
  const ended = (one: Asked): boolean =>
    one.do === 'acknowledge' && !one.again && dismissed.some((attempt) => attempt?.id === one.paymentRequestId);
  return record.why === 'done' && asked.some(ended) ? yes : no;
}

/** The contract of `charge`: a new sale on the idle pane, and another of an amount in the tray only when that was asked. */
function isCharge(one: Asked, record: RecordOf<'sale.opened'>, model: Model): boolean {
  if (one.do !== 'charge' || one.saleId !== record.saleId || model.sales.has(one.saleId)) return false;
  if (one.withHeld && one.showCode) return false;
  const { amount, despite } = record;
  const wanted = one.currency === 'EUR' && amount.currency === 'EUR' && amount.minor === one.minor && one.minor > 0;
  const mayBePaid = (attempt: ModelAttempt): boolean =>
    attempt.amount === `EUR ${one.minor}` && (model.isOpen(attempt) || attempt.standing === 'conflict');
  const same = model.cards().filter(mayBePaid);
  const asked = same.length === 0 ? despite === null : one.anotherCustomer && same.some(({ id }) => id === despite);
  return wanted && asked && model.pane().at === 'idle';
}

/** A payment begins only by a code for the sale that waits for one, and a code begins one payment; or by the wish to show one. */
function isScanFor(record: RecordOf<'pay.intent'>, { model, asked, heldCodes, now }: Circumstances): Verdict {
  const sale = model.sales.get(record.saleId);
  if (sale === undefined || model.saleToScan() !== sale || model.pane().at !== 'scan') return no;
  if (model.openOnPane().length > 0 || model.attempts.has(record.paymentRequestId)) return no;
  const { amount, codeTail, terminalId } = record;
  if (sale.amount !== `${amount.currency} ${amount.minor}` || terminalId !== 'TILL1') return no;
  if (!/^TILL1[0-9a-f]{32}$/.test(record.paymentRequestId)) return no;
  if (record.scenario === 'OrderCode') {
    return codeTail === null && asked.some((one) => isShowCode(one, record.saleId)) ? yes : no;
  }
  const scanned = asked.flatMap((one) => (one.do === 'scan' && one.saleId === record.saleId ? [codeIn(one.text)] : []));
  const withHeld = asked.some(
    (one) => one.do === 'charge' && one.withHeld && !one.showCode && one.saleId === record.saleId,
  );
  const codes = [...scanned, ...(withHeld ? heldCodes : [])];
  const code = codes.find((one) => one !== null && one.slice(-4) === codeTail && !isUsed(one, model, now));
  return code === undefined || code === null ? no : { holds: true, code };
}

function isShowCode(one: Asked, saleId: string): boolean {
  return (one.do === 'show-code' || (one.do === 'charge' && one.showCode)) && one.saleId === saleId;
}

function isUsed(code: string, { usedCodes }: Model, now: number): boolean {
  const used = usedCodes.get(code);
  return used !== undefined && now - used.at <= usedForMs;
}

function isStepOf(
  record: RecordOf<'acknowledged' | 'sale.parked' | 'sale.taken'>,
  attempt: ModelAttempt,
  one: Asked,
  { model, now }: Circumstances,
): boolean {
  if (!('paymentRequestId' in one) || one.paymentRequestId !== attempt.id) return false;
  const pane = model.pane();
  switch (record.kind) {
    case 'sale.parked':
      return (
        one.do === 'park' &&
        model.isOpen(attempt) &&
        !model.mayCodeBeShown(attempt) &&
        !attempt.parked &&
        pane.about === attempt.id &&
        now - attempt.beganAt >= parkAfterMs &&
        model.cards().length < trayMax
      );
    case 'sale.taken':
      return one.do === 'take' && model.isCard(attempt) && (pane.at === 'idle' || pane.at === 'scan');
    case 'acknowledged': {
      if (one.do !== 'acknowledge' || one.again !== record.again) return false;
      if (model.isOpen(attempt) || attempt.acknowledged) return false;
      if (!one.again) return true;
      const cameToNothing = attempt.standing === 'declined' || attempt.standing === 'cancelled';
      return cameToNothing && (attempt.parked ? pane.at === 'idle' : model.saleToScan() === undefined);
    }
  }
}
