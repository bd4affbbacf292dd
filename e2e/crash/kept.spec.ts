import { expect, test } from '@playwright/test';

import type { LedgerEntry } from '../sandbox.ts';
import type { Passed } from './gate.ts';
import type { Row } from './journal-file.ts';
import { whatIsLost, whatIsUntrue, type Told } from './kept.ts';
import type { Seen } from './till-client.ts';

// One sale of host H1, paid; H2 is the next host.
const rows = [
  row(1, 'H1', 'boot', null, null),
  row(2, 'H1', 'sale.opened', 'S', null),
  row(3, 'H1', 'pay.intent', 'S', 'P'),
  row(4, 'H1', 'final', 'S', 'P', { outcome: 'paid' }),
  row(5, 'H2', 'boot', null, null),
  row(6, 'H2', 'acknowledged', 'S', 'P'),
];
const paid: Seen = shown('H1', { at: 'outcome', saleId: 'S', paymentRequestId: 'P', outcome: 'paid' });
const told: Told = {
  shown: [shown('H1', { at: 'scan', saleId: 'S' }), shown('H1', { at: 'asking', paymentRequestId: 'P' }), paid],
  answered: [
    { command: { do: 'charge', saleId: 'S' }, reply: { is: 'ok' }, hostId: 'H1' },
    { command: { do: 'scan', saleId: 'S' }, reply: { is: 'ok' }, hostId: 'H1' },
    { command: { do: 'acknowledge', paymentRequestId: 'P' }, reply: { is: 'ok' }, hostId: 'H2' },
  ],
  sent: [sent('pay', '3:hash3')],
};
const charged: LedgerEntry = {
  paymentRequestId: 'P',
  walletId: 'alipayhk',
  state: 'paid',
  timesCharged: 1,
  timesGivenBack: 0,
  capturedMinor: 100,
};

test('[V15] the check of what was told finds nothing wrong with a sale that was written down', () => {
  expect(whatIsLost(rows, told)).toEqual({ owed: 8, lost: [] });
  expect(whatIsUntrue(rows, [charged], told.shown)).toEqual([]);
});

test('[V13] [V15] the check of what was told sees each way to lose a record', () => {
  for (const [kind, sentence] of [
    ['sale.opened', 'shown scan: there is no sale.opened of S'],
    ['pay.intent', 'shown asking: there is no pay.intent of P'],
    ['final', 'shown outcome: there is no final of P'],
    ['acknowledged', 'ok to acknowledge: there is no acknowledged of P'],
  ])
    expect(lost(rows.filter((each) => each.kind !== kind))).toContain(sentence);
  const learnedAgain = rows.map((each) => (each.kind === 'final' ? { ...each, boot_id: 'H2' } : each));
  expect(lost(learnedAgain)).toEqual(['shown outcome: final of P was written by a later host']);
  const refused = { ...told, answered: told.answered.map((each) => ({ ...each, reply: { is: 'refused' } })) };
  expect(lost(rows.slice(0, 5), refused)).toEqual([]); // who is told no is owed nothing
});

test('[V13] [V18] the check of what was told sees a head that is gone, and a pay that was sent too early', () => {
  expect(lost(rows, { ...told, sent: [sent('pay', '4:other')] })).toEqual(['the backend was told of record 4:other']);
  const early = ['pay of P was sent before its pay.intent'];
  expect(lost(rows, { ...told, sent: [sent('pay', '2:hash2')] })).toEqual(early);
  expect(lost(rows, { ...told, sent: [sent('inquiry', '2:hash2')] })).toEqual([]);
});

test('[V1] [V5] [V17] the check of the money sees each contradiction', () => {
  const without = (kind: string): Row[] => rows.filter((each) => each.kind !== kind);
  const twice = { ...charged, timesCharged: 2 };
  const givenBack = { ...charged, timesGivenBack: 1 };
  expect(whatIsUntrue(without('final'), [], [])).toEqual(['P has no end']);
  expect(whatIsUntrue(rows, [], told.shown)).toEqual(['P was never paid']);
  expect(whatIsUntrue(rows, [twice], [])[0]).toContain('the till says paid');
  expect(whatIsUntrue(rows, [givenBack], [])[0]).toContain('the till says paid');
  expect(whatIsUntrue(rows, [charged, { ...charged, paymentRequestId: 'Q' }], [])[0]).toBe('Q is in the ledger only');
  const cancelled = shown('H1', { ...paid.stage, outcome: 'cancelled' });
  expect(whatIsUntrue(rows, [charged], [cancelled])).toHaveLength(1);
  const again = [row(7, 'H2', 'pay.intent', 'S', 'Q'), row(8, 'H2', 'final', 'S', 'Q', { outcome: 'paid' })];
  const both = [charged, { ...charged, paymentRequestId: 'Q' }];
  expect(whatIsUntrue([...rows, ...again], both, [])).toEqual(['S was charged twice']);
});

function lost(from: readonly Row[], by: Told = told): string[] {
  return whatIsLost(from, by).lost;
}

function row(seq: number, boot_id: string, kind: string, sale: string | null, attempt: string | null, body = {}): Row {
  return { seq, hash: `hash${seq}`, boot_id, kind, sale, attempt, body: JSON.stringify({ kind, ...body }) };
}

function shown(hostId: string, stage: Seen['stage']): Seen {
  return { hostId, connection: 'connected', stage };
}

function sent(call: string, journalHead: string): Passed {
  return { call, paymentRequestId: 'P', journalHead, atMs: 0 };
}
