import type { PrinterOutcome } from '#contract';
import { PaymentRequestId } from '#payment';
import { beforeAll, describe, expect, it } from 'vitest';

import { succeeded } from '../testing/scripted-acquirer.ts';
import { code, failed, PaperTill, printed, quiet } from './testing/paper-till.ts';

beforeAll(async () => {
  await import('../receipt/index.ts');
});

const moments = ['before a write', 'after a write', 'when the printer is told'] as const;
type Moment = (typeof moments)[number];

/** What a printer does with a job: a dead host hears nothing of it. */
const courses: readonly { name: string; outcome: PrinterOutcome | null }[] = [
  { name: 'prints', outcome: printed },
  { name: 'takes it and cannot say', outcome: { kind: 'sent' } },
  { name: 'stops in the middle', outcome: failed('paper-out', 'maybe') },
  { name: 'does not begin', outcome: failed('cover-open', 'no') },
  { name: 'says nothing', outcome: null },
];

/** More than there are of each moment in what happens below. */
const fatalMax = 30;

describe.each(courses)('[V15] [V41] [V42] a printer that $name, and a host killed', ({ outcome }) => {
  it.each(moments)('%s, any one of them: nothing is lost, and nothing comes out twice unmarked', async (moment) => {
    let killed = 0;
    for (let fatal = 1; fatal <= fatalMax; fatal += 1) {
      const till = await killedAt(moment, fatal, outcome);
      if (till === null) break;
      killed += 1;
      await expectTruth(till, `${moment} ${fatal}`, outcome);
    }
    expect(killed).toBeGreaterThan(moment === 'when the printer is told' ? 0 : 4);
    expect(killed).toBeLessThan(fatalMax);
  });
});

/** A payment, its receipt by itself, and another that somebody asks for; null: it ended before that many moments had come. */
async function killedAt(moment: Moment, fatal: number, outcome: PrinterOutcome | null): Promise<PaperTill | null> {
  const till = new PaperTill();
  till.onPrint = () => outcome;
  await till.start();
  await till.automatic();
  const { world } = till;
  world.acquirer.onPay = () => succeeded('P1');
  world.acquirer.onInquire = () => succeeded('P1');
  let count = 0;
  let isDead = false;
  const step = (): void => {
    count += 1;
    if (count !== fatal) return;
    isDead = true;
    world.kill();
  };
  if (moment === 'before a write') world.beforeWrite = step;
  else if (moment === 'after a write') world.afterWrite = step;
  else
    till.onPrint = () => {
      step();
      return outcome;
    };
  void happen(till).catch(() => undefined); // a dead host answers nobody
  await quiet();
  await world.clock.advance(1_000);
  await quiet();
  world.beforeWrite = world.afterWrite = () => undefined;
  till.onPrint = () => outcome;
  return isDead ? till : null;
}

async function happen(till: PaperTill): Promise<void> {
  const id = PaymentRequestId.parse(await till.world.pay('S1', code));
  await quiet();
  await till.print(id, 'J1');
}

async function expectTruth(till: PaperTill, where: string, outcome: PrinterOutcome | null): Promise<void> {
  const { world } = till;
  const begun = till.given.length;
  await till.start();
  await world.clock.advance(100_000);
  await quiet();

  expect(world.acquirer.count('pay'), where).toBeLessThanOrEqual(1);
  const { stage } = world.snapshot;
  if (!world.kinds.includes('pay.intent')) return expect(stage, where).toEqual({ at: 'idle' });
  expect(stage, where).toMatchObject({ at: 'outcome', outcome: 'paid' });
  if (stage.at !== 'outcome') return;
  const wasFinal = world.disk.rows.find(({ kind }) => kind === 'final');
  expect(world.kinds[wasFinal?.seq ?? 0], where).toBe('print.queued');

  // What the process before began comes out by itself no more; what this one made PAID does.
  const ofBefore = wasFinal?.boot_id === 'boot1';
  if (ofBefore) expect(till.given, where).toHaveLength(begun);
  const [newest] = till.jobsOf(stage.paymentRequestId);
  expect(newest, where).toBeDefined();
  const onPaper = newest?.state === 'confirmed' || newest?.state === 'sent';
  const onTheList = newest?.state === 'interrupted' || newest?.state === 'parked';
  expect(onPaper || onTheList, `${where}: ${newest?.state}`).toBe(true);

  // A person prints it again: with a mark that no other sheet has, where one may have come out.
  till.onPrint = () => printed;
  await till.print(stage.paymentRequestId, 'J9');
  await world.clock.advance(5_000);
  await quiet();
  const sheets = till.given.filter(
    () => outcome === null || outcome.kind !== 'failed' || outcome.paperMoved === 'maybe',
  );
  const copies = (sheets.length === 0 ? till.given.slice(-1) : sheets).map(({ document }) => document.copy);
  expect(new Set(copies).size, `${where}: ${copies.join()}`).toBe(copies.length);
  expect(till.jobsOf(stage.paymentRequestId)[0], where).toMatchObject({ job: 'J9', state: 'confirmed' });
  expect(new Set(till.given.map(({ document }) => document.number)), where).toEqual(new Set([wasFinal?.seq]));
}
