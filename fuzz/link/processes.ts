import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { openSqliteJournal, sampleSettings, type Entry } from '../../terminal/index.ts';
import { Chance } from '../chance.ts';
import { mutatedBytes } from '../mutation/byte-mutation.ts';
import { mutatedJson, type Json } from '../mutation/json-mutation.ts';
import { ipcGate, kioskGate, lineGate, type Gate } from './gates.ts';
import { readMessage } from './reading.ts';

export const gates = { ipc: ipcGate, lines: lineGate, kiosk: kioskGate } as const;
export type GateName = keyof typeof gates;

export type GateRun = { messages: number; comings: number; records: Map<string, number>; misfits: string[] };

/** After so many messages something is asked, and its reply waited for. */
const askEvery = 200;
const securityPerMinuteMax = 10;
/** A busy machine writes a record some seconds after it was decided on. */
const writtenWithinMs = 10_000;

/** `count` messages from the seed through one way into real processes, which must still answer after each few. */
export async function fuzzGate(name: GateName, seed: number, count: number): Promise<GateRun> {
  const chance = Chance.ofPart(seed, Object.keys(gates).indexOf(name));
  const gate = await gates[name]();
  const charged = new Map<string, number>();
  const run: GateRun = { messages: 0, comings: 0, records: new Map(), misfits: [] };
  try {
    while (run.messages < count && run.misfits.length === 0) {
      const text = messageFor(chance, [...charged.keys()].slice(-3));
      for (const line of name === 'lines' ? text.split('\n') : [text]) noteCharge(line, charged);
      await gate.send(text);
      run.messages += 1;
      if (run.messages % askEvery === 0) await answersNow(gate, `ask${run.messages}`, run);
    }
    await answersNow(gate, 'last', run);
    run.comings = gate.comings;
  } finally {
    await gate.end();
  }
  run.misfits.push(...journalMisfits(gate.folder, charged, run.records));
  rmSync(gate.folder, { recursive: true, force: true });
  return run;
}

async function answersNow(gate: Gate, id: string, run: GateRun): Promise<void> {
  const ask = JSON.stringify({ id, command: { do: 'details', paymentRequestId: 'TILL1nobody' } });
  // A screen that was sent away meanwhile asks once more, as ours do.
  for (let tries = 0; tries < 3; tries += 1) {
    const reply = gate.reply(id).catch(() => null);
    await gate.send(ask);
    const came = await reply;
    if (!gate.isAlive()) run.misfits.push(`a process ended after ${run.messages} messages`);
    if (came !== null || !gate.isAlive()) return;
  }
  run.misfits.push(`nothing answers after ${run.messages} messages`);
}

function messageFor(chance: Chance, sales: readonly string[]): string {
  const frame: Json = { id: `f${chance.whole(0, 999_999)}`, command: commandFor(chance, sales) };
  return chance.weighted<() => string>([
    [() => JSON.stringify(frame), 25],
    [() => mutatedJson(frame, chance, chance.whole(1, 3)), 50],
    [
      () => Buffer.from(mutatedBytes(Buffer.from(JSON.stringify(frame)), chance, chance.whole(1, 4))).toString('utf8'),
      20,
    ],
    [() => '['.repeat(chance.pick([10, 1_000, 30_000])), 1],
    [() => JSON.stringify({ id: 'f1', command: 'x'.repeat(chance.pick([65_500, 65_536, 70_000])) }), 1],
    [
      () => chance.pick(['', '\u0000', 'null', '""', '{}', '[]', 'NaN', '{"id":"f1"}', '{"cmd":"NODE_x"}', '\ud800']),
      3,
    ],
  ])();
}

function commandFor(chance: Chance, sales: readonly string[]): { [key: string]: Json } {
  const sale = chance.from(sales) ?? 'S0';
  return chance.pick<{ [key: string]: Json }>([
    {
      do: 'charge',
      saleId: `S${chance.whole(1, 1_000_000_000)}`,
      amount: { currency: 'EUR', minor: chance.pick([1, 1_250]) },
    },
    { do: 'scan', saleId: chance.of(0.5) ? sale : null, text: '281006020000000000125733', source: 'wedge' },
    { do: 'back', saleId: sale },
    { do: 'stop', paymentRequestId: 'TILL1nobody' },
    { do: 'acknowledge', paymentRequestId: 'TILL1nobody', again: false },
    { do: 'drop-held' },
  ]);
}

function noteCharge(text: string, charged: Map<string, number>): void {
  try {
    const reading = readMessage(JSON.parse(text));
    if (reading.is === 'command' && reading.asked.do === 'charge')
      charged.set(reading.asked.saleId, reading.asked.minor);
  } catch {
    // not JSON: nothing is charged by it
  }
}

/** Without a backend nothing can be paid: sales that were asked for, opened and closed, and what was not understood. */
function journalMisfits(folder: string, charged: ReadonlyMap<string, number>, records: Map<string, number>): string[] {
  const clock = { monoMs: () => 0, wallMs: () => 0, after: () => ({ cancel: () => undefined }) };
  const stamp = { environment: 'sandbox', bootId: 'look', clock } as const;
  const opened = openSqliteJournal(join(folder, 'journal.sqlite'), { terminalId: sampleSettings.terminalId, stamp });
  if (!opened.ok) return [`the journal: ${opened.error.detail}`];
  const entries = [...opened.value.readAll()];
  opened.value.close();
  for (const { kind } of entries) records.set(kind, (records.get(kind) ?? 0) + 1);
  const securityAt = entries.filter(({ kind }) => kind === 'security').map(({ monoMs }) => monoMs);
  const isFlood = securityAt.some(
    (at, index) => (securityAt[index + securityPerMinuteMax] ?? Infinity) - at < 60_000 - writtenWithinMs,
  );
  return [
    ...entries.flatMap((entry) =>
      isExpected(entry, charged) ? [] : [`nobody asked for ${entry.kind} ${JSON.stringify(entry.record)}`],
    ),
    ...(isFlood ? ['more than 10 messages in a minute were recorded as not understood'] : []),
    ...(securityAt.length === 0 ? ['no message was recorded as not understood'] : []),
  ];
}

function isExpected({ record }: Entry, charged: ReadonlyMap<string, number>): boolean {
  switch (record?.kind) {
    case 'journal.opened':
    case 'boot':
    case 'sale.closed':
    case 'security':
      return true;
    case 'sale.opened':
      return charged.get(record.saleId) === record.amount.minor;
    default:
      return false;
  }
}
