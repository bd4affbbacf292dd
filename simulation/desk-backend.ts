import { PaymentOrder, type PaymentOrderAnswer } from '#contract';
import { backendPolicy, err, ok, PaymentRequestId, TerminalId, type None } from '#payment';
import type { Expectation } from '#protocol';

// Not through the folder's index: that would load HTTP and PostgreSQL.
import { PaymentDesk } from '../acquirer/backend/engine/payment-desk.ts';
import type { Scheme as SchemePort } from '../acquirer/backend/engine/ports.ts';
import type { Ledger } from '../acquirer/backend/ledger/ledger.ts';
import { MemoryLedger } from '../acquirer/backend/ledger/memory-ledger.ts';
import { codeOfAlipay, readCancel, readInquiry, readPay, verified, type Verified } from './client.ts';
import { Disk } from './disk.ts';
import { HintLines } from './hint-lines.ts';
import { Lifecycle } from './lifecycle.ts';
import { Machine } from './machine.ts';
import { failedWith, sealOf, succeeded, type Notice, type ReplyBody, type Request, type Serve } from './messages.ts';
import { Network } from './network.ts';
import { allNoticeChecks, parsedNotice, readNotice } from './notice-client.ts';
import type { Planted } from './planted.ts';
import { never, type Process } from './process.ts';
import type { Scheme } from './scheme.ts';
import { Tier } from './tier.ts';
import { tell, type World } from './world.ts';

/** Codes that begin with this lead to no wallet: the backend refuses them itself. */
export const unroutableStart = '30';

/** Of Alipay+'s clock: 5 min ahead of it, what is paid seems older than its intent, and is refused (R13). */
const aheadMaxMs = 240_000;

/** The backend's real desk on a ledger in memory, between the till and the model of Alipay+. */
export class DeskBackend {
  readonly tier: Tier;
  readonly lines: HintLines;
  readonly #world: World;
  readonly #scheme: Scheme;
  readonly #planted: Planted;
  readonly #network: Network;
  readonly #disk: Disk;
  readonly #kept = new MemoryLedger();
  readonly #lifecycle: Lifecycle;
  #desk: PaymentDesk | null = null;

  constructor(world: World, scheme: Scheme, planted: Planted) {
    this.#world = world;
    this.#scheme = scheme;
    this.#planted = planted;
    // A server's clock is set by the network, and leaps with all others, but not far ahead.
    const machine = new Machine(world, 'backend', 0, aheadMaxMs);
    this.tier = new Tier(world, machine, backendPolicy);
    this.lines = new HintLines(world);
    this.#network = new Network(world, 'scheme');
    this.#disk = new Disk(world);
    this.#lifecycle = new Lifecycle(world, this.tier, machine, this.#disk, (process) => this.#boot(process));
    scheme.notifier.take = (notice, acknowledge) => this.#notice(notice, acknowledge);
    this.#lifecycle.start();
  }

  get slackMs(): number {
    return this.#disk.waitedMs + this.tier.machine.sleptMs;
  }

  /** A till that calls now is heard. */
  get isUp(): boolean {
    return this.#desk !== null && this.#lifecycle.process.alive && this.tier.machine.isAwake;
  }

  readonly serve: Serve = (request, reply) =>
    this.tier.machine.receives(() => {
      const { process } = this.#lifecycle;
      const desk = this.#desk;
      if (desk === null || !process.step('a request comes')) return;
      this.#answer(desk, request).then(
        (body) => {
          if (process.step('before an answer leaves')) reply(body, process.clock.wallMs());
        },
        (error: unknown) => this.#threw(error),
      );
    });

  /** What the product does at its notify URL: the seal first, then the desk; only what was taken is acknowledged. */
  #notice(notice: Notice, acknowledge: () => void): void {
    this.tier.machine.receives(() => {
      const { process } = this.#lifecycle;
      const desk = this.#desk;
      if (desk === null || !process.step('a notification comes')) return;
      this.tier.isTold(readNotice(notice, allNoticeChecks, (id) => this.tier.intentOf(id)));
      const said = parsedNotice(notice, this.#planted.noticeChecks);
      if (said === null) return;
      const { paymentRequestId, paymentResult, paymentAmount: amount = null } = said;
      const says = paymentResult.resultStatus === 'S' ? 'succeeded' : 'failed';
      desk.notified({ paymentRequestId: PaymentRequestId.parse(paymentRequestId), says, amount }).then(
        (noticed) => {
          if (noticed !== 'taken' || !process.step('before an acknowledgement leaves')) return;
          this.tier.acknowledges(paymentRequestId, says);
          acknowledge();
        },
        (error: unknown) => this.#threw(error),
      );
    });
  }

  async #answer(desk: PaymentDesk, request: Request): Promise<ReplyBody> {
    const terminalId = TerminalId.parse(request.terminal);
    const id = request.id as PaymentRequestId;
    switch (request.op) {
      case 'pay': {
        const order = PaymentOrder.safeParse(JSON.parse(request.body));
        if (!order.success) return { result: failedWith('PARAM_ILLEGAL'), paymentRequestId: id };
        return this.#given(await desk.pay(order.data, request.body, terminalId));
      }
      case 'inquire':
        return await desk.state(id, request.fresh, terminalId);
      case 'cancel':
        return await desk.cancel({ paymentRequestId: id, by: request.by }, terminalId);
      case 'probe':
        return { result: succeeded };
    }
  }

  /** An order's code on its way to a till. */
  #given(answer: PaymentOrderAnswer): ReplyBody {
    const form = answer.orderCodeForm;
    const [text] = form?.codeDetails ?? [];
    if (form === undefined || text === undefined) return answer;
    const { paymentRequestId: id } = answer;
    const again = !this.#planted.keepsCodes && this.tier.gave.some((gave) => gave.id === id);
    const codeValue = again ? this.#scheme.orderAgain(id, this.tier.gave.length) : text.codeValue;
    const leftMs = this.#planted.codeLeft(Number(form.expiresInMs));
    this.tier.gives(id, codeValue, leftMs);
    return { ...answer, orderCodeForm: { codeDetails: [{ ...text, codeValue }], expiresInMs: String(leftMs) } };
  }

  #boot(process: Process): void {
    this.lines.breakAll();
    const desk = new PaymentDesk({
      clock: this.#planted.clock(process.clock),
      policy: this.#planted.policy(backendPolicy),
      ledger: this.#ledger(process),
      scheme: this.#schemePort(process),
      keyedHash: (text) => [1, 2].map((key) => sealOf(text, key).toString(16).padStart(8, '0')).join(''),
      tell: (hint) => {
        if (process.step('before a hint leaves')) this.lines.tell(hint);
      },
      log: (line) => tell(this.#world, `backend: ${line}`),
    });
    this.#desk = desk;
    desk.resumeAll().catch((error: unknown) => this.#threw(error));
  }

  #ledger(process: Process): Ledger {
    const kept = this.#kept;
    const write = async <T>(id: PaymentRequestId, begin: () => Promise<T>): Promise<T> => {
      let result: Promise<T> = never();
      const commit = this.#disk.commit(process, () => {
        const before = kept.recordsOf(id).length;
        result = begin();
        for (const record of kept.recordsOf(id).slice(before)) this.tier.wrote(id, record);
      });
      await commit.catch((error: unknown) => {
        this.tier.interrupts(id);
        throw error;
      });
      return result;
    };
    const read = <T>(work: () => Promise<T>): Promise<T> => (process.step('a look at the ledger') ? work() : never());
    return {
      begin: (opening, records) => write(opening.paymentRequestId, () => kept.begin(opening, records)),
      bury: (id, terminal) => write(id, () => kept.bury(id, terminal)),
      append: (id, records) => write(id, () => kept.append(id, records)),
      find: (id) => read(() => this.#find(id)),
      unfinished: () => read(() => kept.unfinished()),
      lateSuccesses: (since) => read(() => kept.lateSuccesses(since)),
      untoldConflicts: () => read(() => kept.untoldConflicts()),
      noteTold: (id) => read(() => kept.noteTold(id)),
      claimPaymentId: (paymentId, id) => read(() => kept.claimPaymentId(paymentId, id)),
      noteInquiries: (id, wallAt) => read(() => kept.noteInquiries(id, wallAt)),
    };
  }

  async #find(id: PaymentRequestId): ReturnType<Ledger['find']> {
    const held = await this.#kept.find(id);
    return held?.is === 'attempt' && !this.#planted.gateRemembers ? { ...held, inquiredAt: [] } : held;
  }

  #schemePort(process: Process): SchemePort {
    const { checks } = this.#planted;
    const transmissions = new Map<string, number>();
    const request = (
      op: Request['op'],
      { paymentRequestId: id }: Expectation,
      number: number,
      body: string,
    ): Request => ({
      op,
      id,
      number,
      body,
      fresh: false,
      by: 'stop',
      nonce: this.#network.nextNonce(),
      terminal: '',
    });
    return {
      prepare: (order, amount) => {
        const { scenario } = order;
        if (scenario === 'PaymentCode' && order.paymentCode.startsWith(unroutableStart))
          return err('CODE_NOT_ROUTABLE');
        return ok(JSON.stringify({ id: order.paymentRequestId, sale: order.saleId, ...amount, scenario }));
      },
      pay: async (body, expected) => {
        const number = (transmissions.get(expected.paymentRequestId) ?? 0) + 1;
        transmissions.set(expected.paymentRequestId, number);
        const sent = request('pay', expected, number, body);
        return readPay(await this.#ask(process, sent), expected, checks, codeOfAlipay);
      },
      inquire: async (expected) => {
        const sent = request('inquire', expected, 1, '');
        const answer = readInquiry(await this.#ask(process, sent), expected, checks);
        this.tier.learns(sent.nonce, answer.kind);
        return answer;
      },
      cancel: async (expected) => {
        const sent = request('cancel', expected, 1, '');
        return readCancel(await this.#ask(process, sent));
      },
    };
  }

  async #ask(process: Process, request: Request): Promise<Verified | None> {
    if (!process.step(`before a ${request.op} leaves`)) return never();
    this.tier.sends(request);
    const { respondWithinMs } = backendPolicy;
    const reply = await this.#network.exchange(process, request, this.#scheme.serve, respondWithinMs);
    return verified(reply, request, this.#planted.checks);
  }

  #threw(error: unknown): void {
    this.#world.thrown.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
