import type { DeviceId, PrinterCommand, PrinterOutcome } from '#contract';
import type { PaymentRequestId } from '#payment';
import { array, assert, asyncProperty, nat, record } from 'fast-check';
import { beforeAll, expect, it } from 'vitest';

import { declined, proof, succeeded } from '../testing/scripted-acquirer.ts';
import { aPrinter, counter, failed, kitchen, PaperTill, quiet } from './testing/paper-till.ts';

beforeAll(async () => {
  await import('../receipt/index.ts');
});

type Given = Extract<PrinterCommand, { to: 'print' }>;

/** What happens: which, how, and after how many more writes the host is killed (0: it is not). */
const happening = record({ what: nat({ max: 8 }), how: nat({ max: 29 }), dies: nat({ max: 40 }) });

it('[V41] [V42] whatever happens to a till and its two printers: no unmarked second receipt, none lost, no wrong PAID, no payment twice', async () => {
  await assert(
    asyncProperty(array(happening, { minLength: 5, maxLength: 30 }), async (happenings) => {
      const storm = new Storm();
      await storm.begin();
      for (const { what, how, dies } of happenings) await storm.happen(what, how, dies);
      await storm.calm();
      expect(storm.faults).toEqual([]);
    }),
    { seed: 41, numRuns: 120 },
  );
});

class Storm {
  readonly faults: string[] = [];
  readonly #till = new PaperTill();
  readonly #payments: PaymentRequestId[] = [];
  /** Marks that stand on paper, or may. */
  readonly #inked = new Set<string>();
  #turns = 0;
  #sales = 0;
  #jobs = 0;
  #isDead = false;

  async begin(): Promise<void> {
    this.#till.onPrint = (given) => this.#printer(given);
    this.#till.world.acquirer.onInquire = ({ paymentRequestId }) => this.#answer(paymentRequestId);
    await this.#start();
    await this.#till.automatic();
  }

  async happen(what: number, how: number, dies: number): Promise<void> {
    const { world } = this.#till;
    let left = dies > 5 ? 0 : dies;
    world.afterWrite = () => {
      left -= 1;
      if (left !== 0) return;
      world.kill();
      this.#isDead = true;
    };
    // A host that is dead answers nobody, so nobody waits for it.
    void this.#one(what, how).catch(() => undefined);
    await quiet();
    await world.clock.advance(how % 3 === 0 ? 30_000 : 400);
    await quiet();
    world.afterWrite = () => undefined;
    if (this.#isDead) await this.#start();
  }

  async calm(): Promise<void> {
    const { world } = this.#till;
    await this.#start();
    await world.clock.advance(400_000);
    await quiet();
    const { jobs } = this.#till.view;
    for (const { job, state } of jobs)
      if (state === 'queued' || state === 'sending' || state === 'not-started') this.faults.push(`${job} is ${state}`);
    for (const id of this.#payments) {
      if (this.#calls(id) > 1) this.faults.push(`${id} was paid twice`);
      const wished = this.#rows(id, 'print.queued').length > 0;
      if (this.#isPaid(id) && !wished && !this.#isUnwanted(id))
        this.faults.push(`${id} is PAID and nobody wants its receipt`);
    }
  }

  async #start(): Promise<void> {
    this.#isDead = false;
    await this.#till.restart([aPrinter(), aPrinter({ id: kitchen })]);
  }

  async #one(what: number, how: number): Promise<void> {
    const till = this.#till;
    const id = this.#payments[how % Math.max(1, this.#payments.length)];
    const printer: DeviceId = how % 2 === 0 ? counter : kitchen;
    switch (what) {
      case 0:
      case 1:
      case 2:
        return await this.#sell();
      case 3:
      case 4:
        if (id !== undefined) await till.print(id, `J${(this.#jobs += 1)}`, printer);
        return;
      case 5:
        return await till.says({ driver: 'away' });
      case 6:
        return await till.printers(
          aPrinter({ trouble: how % 3 === 0 ? 'paper-out' : null }),
          aPrinter({ id: kitchen }),
        );
      case 7: {
        const job = till.view.jobs[how % Math.max(1, till.view.jobs.length)];
        if (job !== undefined) await till.do({ do: 'dismiss-print', job: job.job });
        return;
      }
      default:
        till.trouble = how % 2 === 0 ? 'cover-open' : null;
    }
  }

  async #sell(): Promise<void> {
    const { world } = this.#till;
    this.#sales += 1;
    const sale = `S${this.#sales}`;
    world.acquirer.onPay = ({ paymentRequestId }) => {
      this.#payments.push(paymentRequestId);
      return this.#sales % 3 === 0 ? { kind: 'in-process', proof } : this.#answer(paymentRequestId);
    };
    const { stage } = world.snapshot;
    if (stage.at === 'outcome')
      await world.do({ do: 'acknowledge', paymentRequestId: stage.paymentRequestId, again: false });
    await world.pay(sale, `28${String(this.#sales).padStart(16, '0')}`);
  }

  /** The same whenever it is asked. */
  #answer(id: PaymentRequestId) {
    return this.#payments.indexOf(id) % 5 === 4 ? declined('USER_BALANCE_NOT_ENOUGH') : succeeded(`P${id}`);
  }

  /** Ink on paper, or none, and what the printer says of it, which is never more than is true. */
  #printer({ document }: Given): PrinterOutcome | null {
    this.#turns += 1;
    const course = this.#turns % 7;
    const mark = `${document.kind} ${document.number} COPY ${document.copy}`;
    const mayHaveInk = course !== 3;
    if (document.kind === 'paid') {
      const number = document.number ?? 0;
      const final = this.#till.world.disk.rows[number - 1];
      if (final?.kind !== 'final' || !final.body.includes('"paid"')) this.faults.push(`PAID of number ${number}`);
      if (mayHaveInk && this.#inked.has(mark)) this.faults.push(`two sheets of ${mark}`);
      if (mayHaveInk) this.#inked.add(mark);
    }
    if (course === 0 || course === 5) return failed('cover-open', 'maybe');
    if (course === 3) return failed('paper-out', 'no');
    if (course === 6) return null;
    return { kind: course === 2 ? 'sent' : 'printed' };
  }

  #calls(id: PaymentRequestId): number {
    return this.#till.world.acquirer.calls.filter((call) => call.what === 'pay' && call.id === id).length;
  }

  #rows(id: PaymentRequestId, kind: string) {
    return this.#till.world.disk.rows.filter((row) => row.attempt === id && row.kind === kind);
  }

  #isPaid(id: PaymentRequestId): boolean {
    return this.#rows(id, 'final').some(({ body }) => body.includes('"outcome":"paid"'));
  }

  #isUnwanted(id: PaymentRequestId): boolean {
    return this.#rows(id, 'final').some(({ body }) => body.includes('"unwanted":true'));
  }
}
