import { PrintJobId, type PrintCommand } from '#contract';
import { PaymentRequestId } from '#payment';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { declined, proof, succeeded } from '../testing/scripted-acquirer.ts';
import { aPrinter, code, counter, failed, kitchen, PaperTill, quiet } from './testing/paper-till.ts';

const ok = { is: 'ok' };

let till: PaperTill;
beforeAll(async () => {
  // Loaded before any clock runs.
  await import('../receipt/index.ts');
  await import('../receipt/picture.ts');
});
beforeEach(async () => {
  till = new PaperTill();
  await till.start();
});

function notPrinted(why: string) {
  return { is: 'not-printed', why };
}

describe('a receipt that prints by itself', () => {
  beforeEach(() => till.automatic());

  it('[V41] is wanted in the same write as the final, and is given to the printer when the cashier has read PAID', async () => {
    let shownBefore = '';
    till.onPrint = () => {
      shownBefore = till.world.trace.filter((line) => line.startsWith('show')).at(-1) ?? '';
      return null;
    };
    await till.world.pay('S1', code);
    await quiet();

    const { kinds } = till.world;
    expect(kinds.slice(kinds.indexOf('final'))).toEqual(['final', 'print.queued', 'shown', 'print.sending']);
    expect(shownBefore).toBe('show paid');
    expect(till.given.map(({ document }) => document)).toMatchObject([{ kind: 'paid', copy: 0, columns: 48 }]);
  });

  it('has the number of its final record, and stands with its payment in the journal', async () => {
    const id = await till.paid('S1');
    const final = till.world.disk.rows.find(({ kind }) => kind === 'final');

    expect(till.given[0]?.document.number).toBe(final?.seq);
    expect(till.jobsOf(id)).toMatchObject([{ state: 'confirmed', number: final?.seq, copy: 0 }]);
    const prints = till.world.disk.rows.filter(({ kind }) => kind.startsWith('print.'));
    expect(prints.map(({ attempt, sale, actor }) => ({ attempt, sale, actor }))).toEqual(
      prints.map(() => ({ attempt: id, sale: 'S1', actor: 'host' })),
    );
  });

  it('[V42] comes of nothing but a payment that is PAID', async () => {
    till.world.acquirer.onPay = () => declined('USER_BALANCE_NOT_ENOUGH');
    await till.world.pay('S1', code);
    await till.world.clock.advance(70_000);
    expect(till.given).toEqual([]);
    expect(till.world.kinds).not.toContain('print.queued');
  });

  it('waits for a driver process that is away, and is on the list when that takes longer than 60 s', async () => {
    await till.says({ driver: 'away' });
    const one = await till.paid('S1');
    await till.world.clock.advance(59_000);
    expect(till.jobsOf(one)).toMatchObject([{ state: 'queued' }]);
    await till.says({ driver: 'starting' });
    await till.printers(aPrinter());
    await till.world.clock.advance(2_000);
    await quiet();
    expect(till.jobsOf(one)).toMatchObject([{ state: 'confirmed', copy: 0 }]);

    await till.says({ driver: 'away' });
    const two = await till.paid('S2');
    await till.world.clock.advance(60_000);
    await till.printers(aPrinter());
    await till.world.clock.advance(60_000);
    expect(till.jobsOf(two)).toMatchObject([{ state: 'parked' }]);
    expect(till.view.notPrinted).toBe(1);
    expect(till.given).toHaveLength(1);
  });

  it('is not wanted of what was paid although it was to be cancelled', async () => {
    till.world.acquirer.onPay = () => new Promise(() => undefined);
    till.world.acquirer.onInquire = () => ({ kind: 'unsettled', code: 'UNKNOWN_EXCEPTION', proof });
    const id = PaymentRequestId.parse(await till.world.pay('S1', code));
    till.world.acquirer.onCancel = () => {
      till.world.acquirer.onInquire = () => succeeded('P1');
      return { kind: 'refused', code: 'CANCEL_WINDOW_EXCEED', proof };
    };
    await till.world.do({ do: 'stop', paymentRequestId: id });
    await till.world.clock.advance(120_000);
    expect(till.world.snapshot.stage).toMatchObject({ outcome: 'paid-unwanted' });
    expect(till.given).toEqual([]);
    expect(await till.print(id)).toEqual(ok);
    expect(till.given).toMatchObject([{ document: { kind: 'paid', copy: 0 } }]);
  });
});

describe('[V41] no payment hears of paper', () => {
  it('of a printer that hangs, is out of paper, loses power or whose driver process dies', async () => {
    const without = await course(async () => undefined);
    expect(without).toContain('durable final');
    const hangs = await course(async (till) => {
      await till.automatic();
      till.onPrint = () => null;
    });
    const out = await course(async (till) => {
      await till.automatic();
      till.trouble = 'paper-out';
      till.onPrint = () => failed('paper-out', 'no');
    });
    const dies = await course(async (till) => {
      await till.automatic();
      till.onPrint = () => {
        void till.says({ driver: 'away' });
        return null;
      };
    });
    const throws = await course(async (till) => {
      await till.automatic();
      till.world.printing.receiptKey = () => {
        throw new Error('no key');
      };
    });
    expect([hangs, out, dies, throws]).toEqual([without, without, without, without]);
  });

  it('of a wish that has not its form: it is left out, and the payment is written', async () => {
    const till = new PaperTill();
    till.world.printing.settings = { automatic: true, printer: '' as never };
    await till.start([]);
    await till.world.pay('S1', code);
    await quiet();
    expect(till.world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'paid' });
    expect(till.world.kinds).not.toContain('print.queued');
    expect(till.world.logged).toEqual(['printing: a record of printing does not have its form']);
  });
});

it('what cannot be laid out is tried in its time and then stands on the list; nothing else stops', async () => {
  const till = new PaperTill();
  till.world.settings = { ...till.world.settings, paper: { timeZone: 'No/Where' } };
  await till.start();
  await till.automatic();
  const id = await till.paid('S1');
  await till.world.clock.advance(61_000);
  await quiet();
  expect(till.given).toEqual([]);
  expect(till.jobsOf(id)).toMatchObject([{ state: 'parked', why: 'unknown' }]);
  expect(till.world.logged[0]).toContain('printing: ');
});

describe('printing again', () => {
  it('[V41] is COPY 1, COPY 2 where paper may have moved, with the same number', async () => {
    const id = await till.paid('S1');
    await till.print(id);
    await till.print(id);
    till.onPrint = () => failed('cover-open', 'maybe');
    await till.print(id);
    await till.world.clock.advance(2_000);
    till.onPrint = () => ({ kind: 'sent' });
    await till.print(id);

    expect(till.given.map(({ document }) => document.copy)).toEqual([0, 1, 2, 3]);
    expect(new Set(till.given.map(({ document }) => document.number)).size).toBe(1);
    expect(till.states).toEqual(['sent', 'confirmed', 'confirmed']);
  });

  it('[V41] of what never began has no mark, and comes by itself when the printer is back', async () => {
    const id = await till.paid('S1');
    till.trouble = 'paper-out';
    till.onPrint = () => failed('paper-out', 'no');
    await till.print(id);
    await till.world.clock.advance(10_000);
    await quiet();
    expect(till.given).toHaveLength(1); // it is asked, not tried
    till.trouble = null;
    till.onPrint = () => ({ kind: 'printed' });
    await till.world.clock.advance(2_000);
    await quiet();
    expect(till.given.map(({ document }) => document.copy)).toEqual([0, 0]);
    expect(till.states).toEqual(['confirmed']);
  });

  it('[V40] is the same paper when a screen repeats itself, also to the next host', async () => {
    const id = await till.paid('S1');
    expect(await till.print(id, 'J1')).toEqual(ok);
    expect(await till.print(id, 'J1')).toEqual(ok);
    await till.restart();
    expect(await till.print(id, 'J1')).toEqual(ok);
    expect(till.given).toHaveLength(1);
    for (let other = 0; other < 600; other += 1) await till.do(page(`T${other}`));
    expect(await till.print(id, 'J1')).toEqual(ok);
    expect(till.given.filter(({ job }) => job === 'J1')).toHaveLength(1);
  });

  it('[V42] of a payment whose result is not known is the slip that says so, and it is withdrawn when it is known', async () => {
    till.world.acquirer.onPay = () => ({ kind: 'in-process', proof });
    till.world.acquirer.onInquire = () => ({ kind: 'in-process', proof });
    const id = PaymentRequestId.parse(await till.world.pay('S1', code));
    await till.print(id);
    expect(till.given).toMatchObject([{ document: { kind: 'pending', number: null } }]);
    expect(till.given[0]?.document.markup).toContain('RESULT PENDING – NOT A RECEIPT');

    await till.says({ driver: 'away' });
    await till.print(id);
    till.world.acquirer.onInquire = () => succeeded('P1');
    await till.world.clock.advance(10_000);
    expect(till.jobsOf(id)[0]).toMatchObject({ kind: 'pending', state: 'withdrawn', why: 'no-longer-so' });
    await till.printers(aPrinter());
    await till.world.clock.advance(60_000);
    expect(till.given).toHaveLength(1);
  });

  it('[V42] says nothing of a payment that is known not to be PAID', async () => {
    till.world.acquirer.onPay = () => declined('USER_BALANCE_NOT_ENOUGH');
    const id = PaymentRequestId.parse(await till.world.pay('S1', code));
    expect(await till.print(id)).toEqual(notPrinted('nothing-to-print'));
    expect(await till.do({ do: 'preview', paymentRequestId: id })).toEqual(notPrinted('nothing-to-print'));
    expect(await till.print(PaymentRequestId.parse('TILL1nobody'))).toEqual({ is: 'refused', why: 'unknown-payment' });
    expect(till.world.kinds).not.toContain('print.queued');
  });

  it('needs a printer that somebody chose', async () => {
    const id = await till.paid('S1');
    expect(await till.print(id, 'J1', kitchen)).toEqual(notPrinted('no-printer'));
    const bare = new PaperTill();
    await bare.start([]);
    expect(await bare.print(await bare.paid('S1'))).toEqual(notPrinted('no-printer'));
    expect(bare.view).toMatchObject({ automatic: false, printer: null, jobs: [] });
  });
});

describe('two printers', () => {
  beforeEach(() => till.printers(aPrinter(), aPrinter({ id: kitchen, name: 'Another', profile: narrow })));
  const narrow = { ...aPrinter().profile, paperMm: 58 as const, columns: 32, drawerPin: null };

  it('have a queue each: one that hangs does not hold up the other', async () => {
    const [one, two] = [await till.paid('S1'), await till.paid('S2')];
    till.onPrint = ({ printer }) => (printer === counter ? null : { kind: 'printed' });
    await till.print(one);
    await till.print(two, 'J9', kitchen);
    expect(till.jobsOf(one)).toMatchObject([{ state: 'sending', printer: counter }]);
    expect(till.jobsOf(two)).toMatchObject([{ state: 'confirmed', printer: kitchen }]);
    expect(till.given.map(({ document }) => document.columns)).toEqual([48, 32]);
  });

  it('a receipt that waits for one is printed on the other when somebody asks, and comes out of one only', async () => {
    const id = await till.paid('S1');
    await till.printers(aPrinter({ trouble: 'paper-out' }), aPrinter({ id: kitchen }));
    till.trouble = 'paper-out';
    await till.print(id);
    await till.print(id, 'J9', kitchen);
    till.trouble = null;
    await till.world.clock.advance(90_000);
    await quiet();
    expect(till.given.map(({ printer }) => printer)).toEqual([kitchen]);
    expect(till.states).toEqual(['confirmed', 'withdrawn']);
  });

  it('the first that was chosen is that for receipts until another is settled, also for the next host', async () => {
    expect(till.view.printer).toBe(counter);
    expect(await till.do({ do: 'set-printing', automatic: true, printer: kitchen })).toEqual(ok);
    await till.restart([]);
    expect(till.view).toMatchObject({ automatic: true, printer: kitchen });
    const unknown = await till.do({ do: 'set-printing', automatic: true, printer: counter });
    expect(unknown).toEqual(notPrinted('no-printer'));
  });
});

describe('the list of what is not printed', () => {
  it('has what a restart found waiting or being printed; nothing of it comes out by itself', async () => {
    const [one, two] = [await till.paid('S1'), await till.paid('S2')];
    till.onPrint = () => null;
    await till.print(one);
    await till.print(two);
    await till.restart();
    await till.world.clock.advance(120_000);

    expect(till.jobsOf(one)).toMatchObject([{ state: 'interrupted', why: 'restart' }]);
    expect(till.jobsOf(two)).toMatchObject([{ state: 'parked', why: 'restart' }]);
    expect(till.given).toHaveLength(1);
    expect(till.world.bodies('print.ended')).toMatchObject([{ outcome: 'interrupted', why: 'restart' }]);
    expect(till.world.bodies('print.parked')).toMatchObject([{ why: 'restart' }]);
    const { kinds } = till.world;
    expect(kinds.slice(kinds.lastIndexOf('boot'))).toEqual(['boot', 'print.ended', 'print.parked']);

    till.onPrint = () => ({ kind: 'printed' });
    await till.print(one);
    await till.print(two);
    expect(till.given.slice(1).map(({ document }) => document.copy)).toEqual([1, 0]);
    expect(till.view.notPrinted).toBe(0);
  });

  it('[V40] loses a job when somebody says that no paper is wanted', async () => {
    const id = await till.paid('S1');
    till.onPrint = () => failed('cutter', 'maybe');
    await till.print(id, 'J1');
    expect(till.view.notPrinted).toBe(1);
    const dismiss: PrintCommand = { do: 'dismiss-print', job: PrintJobId.parse('J1') };
    expect(await till.do(dismiss)).toEqual(ok);
    expect(await till.do(dismiss)).toEqual(ok);
    expect(till.view.notPrinted).toBe(0);
    expect(await till.do({ do: 'dismiss-print', job: PrintJobId.parse('J7') })).toEqual(notPrinted('unknown-job'));
  });

  it('has what the driver process had when it died; a job without an answer is given up after 90 s', async () => {
    const [one, two] = [await till.paid('S1'), await till.paid('S2')];
    till.onPrint = () => null;
    await till.print(one);
    await till.says({ driver: 'away' });
    expect(till.jobsOf(one)).toMatchObject([{ state: 'interrupted', why: 'unresponsive' }]);
    await till.printers(aPrinter());
    await till.print(two);
    await till.world.clock.advance(2_000);
    expect(till.jobsOf(two)).toMatchObject([{ state: 'sending' }]);
    await till.world.clock.advance(90_000);
    expect(till.jobsOf(two)).toMatchObject([{ state: 'interrupted', why: 'no-answer' }]);
    expect(till.others).toContain('abandon');
  });

  it('is bounded on the screen, and its length is told', async () => {
    till.onPrint = () => failed('cutter', 'maybe');
    for (let sale = 0; sale < 45; sale += 1) {
      await till.print(await till.paid(`S${sale}`));
      await till.world.clock.advance(3_000);
    }
    expect(till.view.jobs).toHaveLength(40);
    expect(till.view.notPrinted).toBe(45);
  });
});

describe('a journal that cannot be written', () => {
  it('[V19] lets nothing be printed, and what it was to say is not shown', async () => {
    const id = await till.paid('S1');
    till.world.failWrite = (entries) => entries.some(({ record }) => record.kind === 'print.queued');
    expect(await till.print(id)).toEqual({ is: 'refused', why: 'not-selling' });
    expect(till.given).toEqual([]);
    expect(till.view.jobs).toEqual([]);
    expect(till.world.journalFailures).toBe(1);
  });
});

function page(id: string): PrintCommand {
  return { do: 'print-test-page', job: PrintJobId.parse(id) };
}

/** All that is written and called for one payment, with a printer that does this. */
async function course(prepare: (till: PaperTill) => Promise<void>): Promise<string[]> {
  const till = new PaperTill();
  await till.start();
  await prepare(till);
  till.world.trace.length = 0;
  till.world.acquirer.onPay = () => ({ kind: 'in-process', proof });
  let asked = 0;
  till.world.acquirer.onInquire = () => ((asked += 1) < 4 ? { kind: 'in-process', proof } : succeeded('P1'));
  await till.world.pay('S1', code);
  await till.world.clock.advance(200_000);
  return till.world.trace.filter((line) => line.startsWith('call') || /^durable (?!print|drawer)/.test(line));
}
