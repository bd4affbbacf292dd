import {
  AttemptRunner,
  isOpen,
  phaseOf,
  type AttemptPorts,
  type AttemptRecord,
  type AttemptWire,
  type Clock,
  type InquiryPurpose,
  type None,
  type PayIntent,
  type Policy,
} from '#payment';
import type { Expectation } from '#protocol';

import { InquiryGate } from '../acquirer/backend/engine/inquiry-gate.ts';
import { codeOfAlipay, readCancel, readInquiry, readPay, verified } from './client.ts';
import { DirectCodes } from './direct-codes.ts';
import { Disk, DiskRefused } from './disk.ts';
import { Lifecycle } from './lifecycle.ts';
import { Machine } from './machine.ts';
import type { Notice, Request } from './messages.ts';
import { Network } from './network.ts';
import { foldOrNull } from './oracles/folded.ts';
import { allNoticeChecks, readNotice } from './notice-client.ts';
import type { Planted } from './planted.ts';
import { never, type Process } from './process.ts';
import type { Scheme } from './scheme.ts';
import type { Shoppers } from './shoppers.ts';
import { Tier, type Showing } from './tier.ts';
import { countRule, type World } from './world.ts';

/** `payment`'s runner by itself, with the backend's policy, against the model of Alipay+: nothing above it. */
export class DirectBackend {
  readonly tier: Tier;
  readonly #world: World;
  readonly #planted: Planted;
  readonly #policy: Policy;
  readonly #network: Network;
  readonly #scheme: Scheme;
  readonly #disk: Disk;
  readonly #lifecycle: Lifecycle;
  /** What stands beside each attempt in the database: when Alipay+ was asked (a cache). */
  readonly #inquiredAt = new Map<string, readonly number[]>();
  #gates = new Map<string, InquiryGate>();
  /** The notices of this life that were acted on, and what ends when they are on record. */
  #noticed = new Map<string, Promise<void>>();
  #runners = new Map<string, AttemptRunner>();
  /** Attempts whose intent is on its way to the disk, and their sales. */
  readonly #beginning = new Map<string, string>();
  readonly #codes: DirectCodes;

  constructor(world: World, scheme: Scheme, shoppers: Shoppers, policy: Policy, planted: Planted) {
    this.#world = world;
    this.#codes = new DirectCodes(world, shoppers);
    this.#scheme = scheme;
    this.#planted = planted;
    this.#policy = planted.policy(policy);
    this.#network = new Network(world, 'scheme');
    const machine = new Machine(world, 'backend', 0);
    this.tier = new Tier(world, machine, policy);
    this.#disk = new Disk(world);
    this.#lifecycle = new Lifecycle(world, this.tier, machine, this.#disk, (process) => this.#boot(process));
    scheme.notifier.take = (notice, acknowledge) => this.#notice(notice, acknowledge);
    this.#lifecycle.start();
  }

  get slackMs(): number {
    return this.#disk.waitedMs + this.tier.machine.sleptMs;
  }

  /** R10: every earlier attempt of the sale took nothing. */
  mayStart(sale: string): boolean {
    if ([...this.#beginning.values()].includes(sale)) return false;
    const free = new Set(['declined', 'cancelled', 'voided']);
    return this.tier.ids().every((id) => {
      const facts = foldOrNull(this.tier.factsOf(id));
      return facts?.intent.saleId !== sale || free.has(facts.standing.at) || this.#planted.startsWhileOpen;
    });
  }

  isBeginning(id: string): boolean {
    return this.#beginning.has(id);
  }

  pay(intent: PayIntent, body: string): void {
    const { process } = this.#lifecycle;
    if (!process.step('pay is asked for')) return;
    const id = intent.paymentRequestId;
    this.#beginning.set(id, intent.saleId);
    AttemptRunner.start(this.#planted.intent(intent), this.#ports(process, intent, body)).then(
      (runner) => {
        if (!process.alive) return;
        this.#beginning.delete(id);
        if (runner !== null) this.#runners.set(id, runner);
      },
      (error: unknown) => this.#threw(error),
    );
  }

  stop(id: string, how: 'stop' | 'cancel'): void {
    if (!this.#lifecycle.process.step('a stop comes')) return;
    this.#world.tally.stops += 1;
    const runner = this.#runners.get(id);
    if (how === 'stop') runner?.stop();
    else runner?.cancelAsked(this.#world.dice.pick(['stop', 'deadline', 'recovery']));
  }

  /** Facts of every runner, for the comparison with what its records say. */
  heldFacts(): { id: string; facts: unknown }[] {
    return [...this.#runners].map(([id, { attempt }]) => ({ id, facts: attempt.facts }));
  }

  #boot(process: Process): void {
    this.#runners = new Map();
    this.#beginning.clear();
    this.#gates = new Map();
    this.#noticed = new Map();
    for (const id of this.tier.ids()) {
      const facts = foldOrNull(this.#planted.reads(this.tier.factsOf(id)));
      if (facts === null || (!this.#planted.resumes && isOpen(facts)) || !process.step('an attempt is taken up'))
        continue;
      const runner = AttemptRunner.resume(facts, this.#ports(process, facts.intent, null));
      this.#runners.set(id, runner);
      if (process.alive) this.tier.shows(id, showingOf(phaseOf(runner.attempt)));
    }
  }

  /** What the backend's desk does with a notification, around the bare runner: asks about it, once. */
  #notice(notice: Notice, acknowledge: () => void): void {
    this.tier.machine.receives(() => {
      const { process } = this.#lifecycle;
      if (!process.step('a notification comes')) return;
      const read = readNotice(notice, this.#planted.noticeChecks, (id) => this.tier.intentOf(id));
      this.tier.isTold(readNotice(notice, allNoticeChecks, (id) => this.tier.intentOf(id)));
      const runner = read.id === null ? undefined : this.#runners.get(read.id);
      if (!read.genuine) return runner?.unverified('notification');
      if (runner === undefined) return;
      if (read.id !== null && this.#planted.believes(runner.attempt, read.says)) return this.#believe(read.id, runner);
      const first = this.#planted.noticesOnce ? this.#noticed.get(notice.body) : undefined;
      const recorded = first ?? runner.hint(read.says);
      this.#noticed.set(notice.body, recorded);
      const acted = first !== undefined && this.#planted.acknowledgesCopies ? Promise.resolve() : recorded;
      void acted.then(() => {
        if (!process.step('before an acknowledgement leaves')) return;
        this.tier.acknowledges(runner.attempt.facts.intent.paymentRequestId, read.says);
        acknowledge();
      });
    });
  }

  /** A bug: what Alipay+ tells is taken for the outcome. */
  #believe(id: string, runner: AttemptRunner): void {
    runner.dispose();
    this.tier.shows(id, 'paid');
  }

  #ports(process: Process, intent: PayIntent, body: string | null): AttemptPorts {
    const id = intent.paymentRequestId;
    return {
      clock: this.#planted.clock(process.clock),
      policy: this.#policy,
      wire: this.#planted.wire(this.#wire(process, intent, body), intent),
      append: (records) => this.#append(process, id, records),
      mayBind: (paymentId) =>
        this.tier.facts.every(
          (fact) => fact.id === id || !('success' in fact.record) || fact.record.success?.paymentId !== paymentId,
        ),
      changed: (step) => {
        if (!process.alive) return;
        countRule(this.#world, step.rule);
        this.#codes.follow(step.attempt);
        this.tier.shows(id, showingOf(phaseOf(step.attempt)));
      },
      ignored: () => undefined,
      writeFailed: (error) => {
        if (error instanceof DiskRefused) process.die('a commit failed');
        else this.#threw(error);
      },
    };
  }

  #append(process: Process, id: string, records: readonly AttemptRecord[]): Promise<void> {
    const written = this.#planted.writes(records, this.tier.factsOf(id));
    const commit = this.#disk.commit(process, () => {
      for (const record of written) this.tier.wrote(id, record);
    });
    if (!this.#planted.commitsLater) return commit;
    commit.catch(() => undefined);
    return Promise.resolve();
  }

  #wire(process: Process, intent: PayIntent, body: string | null): AttemptWire {
    const { paymentRequestId: id, amount, scenario, wallAt } = intent;
    const { checks } = this.#planted;
    const expected: Expectation = { paymentRequestId: id, amount, scenario, intentAt: wallAt };
    const ask = async (request: Request) => {
      if (!process.step(`before a ${request.op} leaves`)) return never<None>();
      this.tier.sends(request);
      const { respondWithinMs } = this.#policy;
      const reply = await this.#network.exchange(process, request, this.#scheme.serve, respondWithinMs);
      return verified(reply, request, checks);
    };
    const request = (op: Request['op'], number: number): Request => ({
      op,
      id: this.#planted.idOf(id, number),
      number,
      body: op === 'pay' ? this.#planted.bodyOf(body ?? '', number) : '',
      fresh: false,
      by: 'stop',
      nonce: this.#network.nextNonce(),
      terminal: '',
    });
    return {
      pay: async (number) => {
        const sent = request('pay', number);
        return readPay(await ask(sent), expected, checks, codeOfAlipay);
      },
      inquire: async (purpose) => {
        if (purpose === 'ask') this.#codes.hide(id);
        if (!this.#mayAsk(process.clock, intent, purpose)) return null;
        const sent = request('inquire', 1);
        const answer = readInquiry(await ask(sent), expected, checks);
        this.tier.learns(sent.nonce, answer.kind);
        return answer;
      },
      cancel: async () => {
        this.#codes.hide(id);
        const sent = request('cancel', 1);
        return readCancel(await ask(sent));
      },
    };
  }

  /** The product's own gate of RELIABILITY 5.1; its times outlive a restart. */
  #mayAsk(clock: Clock, { paymentRequestId: id, scenario }: PayIntent, purpose: InquiryPurpose): boolean {
    if (!this.#planted.gated) return true;
    const gate = this.#gates.get(id) ?? new InquiryGate(clock, scenario, this.#inquiredAt.get(id) ?? []);
    this.#gates.set(id, gate);
    if (!gate.isOpenFor(purpose)) return false;
    gate.pass();
    if (this.#planted.gateRemembers) this.#inquiredAt.set(id, gate.wallAt);
    return true;
  }

  #threw(error: unknown): void {
    this.#world.thrown.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function showingOf(phase: ReturnType<typeof phaseOf>): Showing {
  switch (phase) {
    case 'sent':
    case 'waiting':
    case 'shown':
    case 'unsure':
    case 'cancelling':
    case 'voiding':
      return 'open';
    default:
      return phase;
  }
}
