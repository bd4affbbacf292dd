import type { AttemptRecord, Policy } from '#payment';

import type { Request } from './messages.ts';
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
  /** Its intent, transmission or cancel was durable (V13). */
  covered: boolean;
};

export type Showing = 'open' | 'paid' | 'declined' | 'cancelled' | 'conflict' | 'voided';

/** What was shown, and of which attempt. `covered`: its final record was durable (V14). */
export type Shown = { at: number; id: string; shows: Showing; covered: boolean };

/** One life of a process; `to` is Infinity for the one that lives at the end. */
export type Life = { from: number; to: number };

/** All that the oracles may read of one tier, the till or the backend: no state of the code under test. */
export class Tier {
  readonly name: 'till' | 'backend';
  readonly policy: Policy;
  readonly facts: Fact[] = [];
  readonly sent: Sent[] = [];
  readonly shown: Shown[] = [];
  readonly lives: Life[] = [];
  /** Attempts that a living process had to take up again, because a record was refused. */
  readonly interrupted: { at: number; id: string }[] = [];
  /** A screen that asked for another code of a sale while an attempt of it was open. */
  readonly invited: { at: number; sale: string; open: string }[] = [];
  /** Attempts with money that may move or is on its way back, by the journal. */
  readonly open = new Set<string>();
  readonly #world: World;
  readonly #saying = new Map<string, Showing>();

  constructor(world: World, name: Tier['name'], policy: Policy) {
    this.#world = world;
    this.name = name;
    this.policy = policy;
  }

  /** A record has become durable. */
  wrote(id: string, record: AttemptRecord): void {
    this.facts.push({ at: this.#world.timeline.nowMs, id, record });
    tell(this.#world, `${this.name} writes ${id} ${JSON.stringify(record)}`);
    countRule(this.#world, `${this.name} writes ${nameOf(record)}`);
    if (record.kind === 'pay.intent') this.#world.tally.attempts += 1;
    if (record.kind === 'pay.intent' || record.kind === 'void.intent') this.open.add(id);
    if (record.kind === 'final' || record.kind === 'void.final') this.open.delete(id);
  }

  /** A request leaves. */
  sends(request: Request): void {
    const { id, op, number, body, nonce } = request;
    const covered = isCovered(this.factsOf(id), op, number);
    this.sent.push({ at: this.#world.timeline.nowMs, id, op, number, body, nonce, covered });
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

  factsOf(id: string): AttemptRecord[] {
    return this.facts.flatMap((fact) => (fact.id === id ? [fact.record] : []));
  }

  /** Every attempt that the journal knows, oldest first. */
  ids(): string[] {
    return this.facts.flatMap(({ id, record }) => (record.kind === 'pay.intent' ? [id] : []));
  }
}

/** Whether the journal holds what must be durable before this request leaves (R1). */
function isCovered(facts: readonly AttemptRecord[], op: Request['op'], number: number): boolean {
  if (!facts.some(({ kind }) => kind === 'pay.intent')) return false;
  if (op === 'inquire' || op === 'probe') return true;
  if (op === 'cancel') return facts.some(({ kind }) => kind === 'cancel.intent' || kind === 'void.intent');
  return number === 1 || facts.some((record) => record.kind === 'tx' && record.number >= number);
}

/** Whether the journal holds the final that is shown. */
function isFinalDurable(facts: readonly AttemptRecord[], shows: Showing): boolean {
  switch (shows) {
    case 'open':
      return true;
    case 'conflict':
      return facts.some(({ kind }) => kind === 'conflict');
    case 'voided':
      return facts.some((record) => record.kind === 'void.final' && record.outcome === 'voided');
    default:
      return facts.some((record) => record.kind === 'final' && record.outcome === shows);
  }
}

function nameOf(record: AttemptRecord): string {
  switch (record.kind) {
    case 'final':
      return `final ${record.outcome}${record.unwanted ? ' unwanted' : ''} ${record.code ?? ''}`.trim();
    case 'void.final':
      return `void.final ${record.outcome}`;
    case 'cancel.intent':
      return `cancel.intent ${record.by}`;
    default:
      return record.kind;
  }
}
