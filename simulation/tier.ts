import type { AttemptRecord, PayIntent, Policy } from '#payment';

import type { Request } from './messages.ts';
import type { Machine, Span } from './machine.ts';
import { endsCode, isCodeOff, isCovered, isFinalDurable, nameOf, saysSuccess } from './records.ts';
import { countRule, tell, type World } from './world.ts';

/** A durable record of an attempt, and when it became durable. */
export type Fact = { at: number; id: string; record: AttemptRecord };

/** A request that left, with what was durable about it at that moment. */
export type Sent = {
  at: number;
  id: string;
  op: Request['op'];
  number: number;
  body: string;
  nonce: number;
  fresh: boolean;
  /** Its intent, transmission or cancel was durable (V13). */
  covered: boolean;
  /** It asks how an order ended, or closes it, whose code customers were shown: that is off, and on record as off (M5a). */
  codeIsOff: boolean;
};

/** A customer display was told to show the code of this order. */
export type Displayed = {
  at: number;
  id: string;
  /** The order was begun by this very process (M6). */
  begunHere: boolean;
  /** By its records the code is off for good, or somebody was asked how it ended. */
  isOver: boolean;
  /** Another order of this till whose code was shown, and is not off. */
  beside: string | null;
};

export type Showing = 'open' | 'paid' | 'declined' | 'cancelled' | 'conflict' | 'voided';

/** What was shown, and of which attempt. `covered`: its final record was durable (V14). */
export type Shown = { at: number; id: string; shows: Showing; covered: boolean };

/** One life of a process; `to` is Infinity for the one that lives at the end. */
export type Life = Span;

/** What was told to this tier unasked: a notification of Alipay+, or a hint of its backend. */
export type Told = {
  at: number;
  /** Null when it cannot be read. */
  id: string | null;
  says: string;
  /** Sealed by whom it must be, for this tier, about a payment of it, of the right amount, and (a hint) not a replay. */
  genuine: boolean;
};

/** A notification that was acknowledged, and so is not told again. `recorded`: the journal held what it says (V15). */
export type Acknowledged = { at: number; id: string; says: string; recorded: boolean };

/** An answer to an inquiry that was believed: to which request, and what it said. */
export type Learnt = { at: number; nonce: number; kind: string };

/** An order's code on its way to a till. `isOver`: the order's closing was on record. */
export type Given = { at: number; id: string; code: string; expiresInMs: number; isOver: boolean };

/** All that the oracles may read of one tier, the till or the backend: no state of the code under test. */
export class Tier {
  readonly name: string;
  readonly policy: Policy;
  readonly facts: Fact[] = [];
  readonly sent: Sent[] = [];
  readonly shown: Shown[] = [];
  readonly displayed: Displayed[] = [];
  /** What its customers were told that its cashiers were not, or the other way round. */
  readonly contradictions: { at: number; what: string }[] = [];
  /** Order codes that were given to tills. */
  readonly gave: Given[] = [];
  readonly lives: Life[] = [];
  readonly told: Told[] = [];
  readonly learnt: Learnt[] = [];
  readonly acknowledged: Acknowledged[] = [];
  readonly machine: Machine;
  /** Attempts that a living process had to take up again, because a record was refused. */
  readonly interrupted: { at: number; id: string }[] = [];
  /** A screen that asked for another code of a sale while an attempt of it was open. */
  readonly invited: { at: number; sale: string; open: string }[] = [];
  /** Attempts with money that may move or is on its way back, by the journal. */
  readonly open = new Set<string>();
  readonly #world: World;
  readonly #saying = new Map<string, Showing>();
  /** The order whose code the customer display shows, and all that it showed since this process began. */
  #onDisplay: string | null = null;
  #displayedHere = { life: 0, ids: new Set<string>() };
  readonly #records = new Map<string, AttemptRecord[]>();

  constructor(world: World, machine: Machine, policy: Policy) {
    this.#world = world;
    this.name = machine.name;
    this.machine = machine;
    this.policy = policy;
  }

  /** A record has become durable. */
  wrote(id: string, record: AttemptRecord): void {
    this.facts.push({ at: this.#world.timeline.nowMs, id, record });
    const records = this.#records.get(id);
    if (records === undefined) this.#records.set(id, [record]);
    else records.push(record);
    tell(this.#world, `${this.name} writes ${id} ${JSON.stringify(record)}`);
    countRule(this.#world, `${this.name} writes ${nameOf(record)}`);
    if (record.kind === 'pay.intent') this.#world.tally.attempts += 1;
    if (record.kind === 'conflict') this.#world.tally.conflicts += 1;
    if (record.kind === 'pay.intent' || record.kind === 'void.intent') this.open.add(id);
    if (record.kind === 'final' || record.kind === 'void.final') this.open.delete(id);
  }

  /** A request leaves. */
  sends(request: Request): void {
    const { id, op, number, body, nonce, fresh } = request;
    const facts = this.factsOf(id);
    const covered = isCovered(facts, op, number);
    const closes = (op === 'cancel' || fresh) && this.#displayedInThisLife().has(id);
    const codeIsOff = !closes || (this.#onDisplay !== id && facts.some(isCodeOff));
    this.sent.push({ at: this.#world.timeline.nowMs, id, op, number, body, nonce, fresh, covered, codeIsOff });
  }

  /** The customer display is told to show this order's code, or none. */
  displays(id: string | null): void {
    const isNew = this.#onDisplay !== id;
    this.#onDisplay = id;
    if (isNew) tell(this.#world, `${this.name} displays ${id === null ? 'no code' : `the code of ${id}`}`);
    if (id === null) return;
    const here = this.#displayedInThisLife();
    // What became durable in this very millisecond may still be on its way to whoever waits for it.
    const { nowMs } = this.#world.timeline;
    const isOver =
      this.facts.some((fact) => fact.id === id && fact.at < nowMs && endsCode(fact.record)) ||
      this.sent.some((sent) => sent.id === id && sent.at < nowMs && (sent.op === 'cancel' || sent.fresh));
    const beside = [...here].find((other) => other !== id && !this.factsOf(other).some(endsCode)) ?? null;
    here.add(id);
    if (!isNew && !isOver) return;
    const begun = this.facts.find((fact) => fact.id === id)?.at ?? Number.NEGATIVE_INFINITY;
    const begunHere = begun >= (this.lives.at(-1)?.from ?? 0);
    this.displayed.push({ at: nowMs, id, begunHere, isOver, beside });
  }

  #displayedInThisLife(): Set<string> {
    const life = this.lives.length;
    if (this.#displayedHere.life !== life) this.#displayedHere = { life, ids: new Set() };
    return this.#displayedHere.ids;
  }

  contradicts(what: string): void {
    this.contradictions.push({ at: this.#world.timeline.nowMs, what });
  }

  /** A till is given an order's code. */
  gives(id: string, code: string, expiresInMs: number): void {
    const { nowMs } = this.#world.timeline;
    const isOver = this.facts.some((fact) => fact.id === id && fact.at < nowMs && endsCode(fact.record));
    this.gave.push({ at: nowMs, id, code, expiresInMs, isOver });
  }

  /** A screen says something about an attempt; saying the same again is no news. */
  shows(id: string, shows: Showing): void {
    if (this.#saying.get(id) === shows) return;
    this.#saying.set(id, shows);
    this.shown.push({ at: this.#world.timeline.nowMs, id, shows, covered: isFinalDurable(this.factsOf(id), shows) });
    tell(this.#world, `${this.name} shows ${id} ${shows}`);
  }

  /** The process goes on without this attempt, and takes it up again by itself. */
  interrupts(id: string): void {
    this.interrupted.push({ at: this.#world.timeline.nowMs, id });
  }

  /** When a process was at work on this attempt. */
  livesOf(id: string): Life[] {
    return this.lives.flatMap((life) => {
      const cuts = this.interrupted.filter((cut) => cut.id === id && cut.at >= life.from && cut.at < life.to);
      return [life.from, ...cuts.map(({ at }) => at)].map((from, index) => ({ from, to: cuts[index]?.at ?? life.to }));
    });
  }

  /** A screen asks for a code of this sale. */
  invites(sale: string): void {
    for (const id of this.open)
      if (this.factsOf(id).some((record) => record.kind === 'pay.intent' && record.saleId === sale))
        this.invited.push({ at: this.#world.timeline.nowMs, sale, open: id });
  }

  saying(id: string): Showing | undefined {
    return this.#saying.get(id);
  }

  /** Something was told unasked. */
  isTold(told: Omit<Told, 'at'>): void {
    this.told.push({ ...told, at: this.#world.timeline.nowMs });
    tell(
      this.#world,
      `${this.name} is told that ${told.id ?? 'something'} ${told.says}${told.genuine ? '' : ', which is not so'}`,
    );
  }

  /** A notification is acknowledged. */
  acknowledges(id: string, says: string): void {
    const recorded = says !== 'succeeded' || this.factsOf(id).some(saysSuccess);
    this.acknowledged.push({ at: this.#world.timeline.nowMs, id, says, recorded });
  }

  /** An answer to an inquiry was read. */
  learns(nonce: number, kind: string): void {
    if (kind !== 'none') this.learnt.push({ at: this.#world.timeline.nowMs, nonce, kind });
  }

  factsOf(id: string): readonly AttemptRecord[] {
    return this.#records.get(id) ?? [];
  }

  intentOf(id: string): PayIntent | undefined {
    return this.factsOf(id).find((record): record is PayIntent => record.kind === 'pay.intent');
  }

  /** Every attempt that the journal knows, oldest first. */
  ids(): string[] {
    return this.facts.flatMap(({ id, record }) => (record.kind === 'pay.intent' ? [id] : []));
  }
}
