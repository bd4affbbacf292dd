import type { Reply } from '#contract';

import type { Entry } from '../../terminal/index.ts';
import type { Model } from './model.ts';
import { codeIn, type Asked, type Reading } from './reading.ts';

/** What of the one reply to the one message is not so: a refusal after which something happened, an `ok` after which it is not as asked. */
export function replyMisfit(reading: Reading, reply: Reply, written: readonly Entry[], model: Model): string[] {
  const changes = written.filter(({ kind }) => kind !== 'security');
  if (reading.is === 'unreadable' && !(reply.is === 'refused' && reply.why === 'unreadable'))
    return [`unreadable was answered ${said(reply)}`];
  // Of a currency that is on no list it is unreadable before it is too much.
  const asTooMuch = reply.is === 'refused' && (reply.why === 'amount-too-large' || reply.why === 'unreadable');
  if (reading.is === 'too-large' && !(asTooMuch && (reading.foreign || reply.why === 'amount-too-large')))
    return [`too much was answered ${said(reply)}`];
  if (reading.is !== 'command') return [];
  const { asked, foreign } = reading;
  if (reply.is === 'refused' && reply.why === 'unreadable' && !foreign)
    return [`a command was not understood: ${JSON.stringify(asked)}`];
  if (reply.is === 'ok') return isSo(asked, model, changes) ? [] : [`ok, but it is not so: ${JSON.stringify(asked)}`];
  if (reply.is === 'preview' && !mayBePrinted(asked, reply.preview.kind, model))
    return [`what is previewed is not so: ${said(reply)}`];
  if (reply.is === 'receipt') return [`a receipt was found that nobody has: ${said(reply)}`];
  // A held code that cannot be charged, or a code that cannot be shown, leaves the sale that it was confirmed for.
  const saleStays = asked.do === 'charge' && (asked.withHeld || asked.showCode) && reply.is === 'bad-scan';
  if (changes.length > (saleStays ? 1 : 0))
    return [`${said(reply)}, but something was recorded: ${changes.map(({ kind }) => kind).join()}`];
  return [];
}

function isSo(asked: Asked, model: Model, changes: readonly Entry[]): boolean {
  switch (asked.do) {
    case 'charge':
      if (asked.showCode && !isOrdered(asked.saleId, model)) return false;
      return model.sales.get(asked.saleId)?.amount === `${asked.currency} ${asked.minor}`;
    case 'show-code':
      return isOrdered(asked.saleId, model);
    case 'display-here':
      return changes.length === 0;
    case 'scan':
      return isScanned(asked, model, changes);
    case 'back':
      return model.sales.get(asked.saleId)?.closed === true;
    case 'drop-held':
      return model.held === null;
    case 'acknowledge':
      return model.attempts.get(asked.paymentRequestId)?.acknowledged === true;
    case 'park':
      return model.attempts.get(asked.paymentRequestId)?.parked === true;
    case 'take':
      return model.pane().about === asked.paymentRequestId;
    case 'stop':
      return model.attempts.has(asked.paymentRequestId);
    case 'set-printing':
      return asked.printer === null && changes.length === 0;
    case 'details':
    case 'pair':
    case 'preview':
    case 'find-receipt':
    case 'device': // there is no driver process here, and so no printer
    case 'printer':
    case 'print':
    case 'print-order-code':
    case 'print-test-page':
    case 'print-check-line':
    case 'dismiss-print':
    case 'kick-drawer':
      return false; // answered by more than ok
  }
}

/** V42: paper says PAID of what is PAID, and PENDING of what is open or in conflict. */
function mayBePrinted(asked: Asked, kind: string, model: Model): boolean {
  if (asked.do !== 'preview') return false;
  const attempt = model.attempts.get(asked.paymentRequestId);
  if (attempt === undefined) return false;
  const isPaid = attempt.standing === 'paid' || attempt.standing === 'paid-unwanted';
  return kind === 'paid' ? isPaid : model.isOpen(attempt) || attempt.standing === 'conflict';
}

/** A code was asked for in this sale, and the payment by it is open. */
function isOrdered(saleId: string, model: Model): boolean {
  const attempts = model.sales.get(saleId)?.attempts.map((id) => model.attempts.get(id));
  return attempts?.some((attempt) => attempt?.isOrder === true && model.isOpen(attempt)) === true;
}

function isScanned({ saleId, text }: Extract<Asked, { do: 'scan' }>, model: Model, changes: readonly Entry[]): boolean {
  const code = codeIn(text);
  if (code === null) return false;
  if (changes.some(({ kind }) => kind === 'pay.intent')) return true;
  if (model.held?.code === code) return true;
  const id = model.usedCodes.get(code)?.id;
  return id !== undefined && model.attempts.get(id)?.saleId === saleId;
}

function said(reply: Reply): string {
  return JSON.stringify(reply).slice(0, 200);
}
