import type { Chance } from '../chance.ts';
import { mutatedBytes } from '../mutation/byte-mutation.ts';
import { mutatedJson, type Json } from '../mutation/json-mutation.ts';
import { anyCommand, likelyCommand } from './commands.ts';
import type { Message, Says, Step } from './step.ts';
import { strangeNames } from './strange.ts';
import type { LinkWorld } from './world.ts';

/** Genuine frames that are kept to be sent again. */
const keptMax = 200;

/** Makes up what happens next, in one world; what it kept is that world's. */
export class Messages {
  readonly #chance: Chance;
  readonly #kept: string[] = [];

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  next(world: LinkWorld): Step {
    const chance = this.#chance;
    if (chance.of(0.12)) return this.#worldly(world);
    const together = chance.of(0.04) ? chance.whole(2, 4) : 1;
    return { do: 'say', messages: Array.from({ length: together }, () => this.#message(world)) };
  }

  #worldly(world: LinkWorld): Step {
    const { till } = world;
    const chance = this.#chance;
    const waits = till.acquirer.waiting.length > 0;
    return chance.weighted<() => Step>([
      [() => this.#answer(world), waits ? 60 : 0],
      [() => ({ do: 'pass', ms: chance.pick([1, 50, 700, 2_000, 5_000]) }), 30],
      [() => ({ do: 'pass', ms: chance.pick([16_000, 16_000, 30_000, 61_000, 130_000]) }), 12],
      [() => this.#hint(world), 8],
      [() => ({ do: 'reach', reachable: chance.of(0.8) }), 2],
      [() => ({ do: 'restart' }), 1],
    ])();
  }

  #hint({ model }: LinkWorld): Step {
    const chance = this.#chance;
    const id = chance.from([...model.attempts.keys()].slice(-30));
    const says = chance.pick(['succeeded', 'failed', 'conflict', 'other'] as const);
    return {
      do: 'hint',
      id: id === undefined || chance.of(0.1) ? 'TILL9elsewhere' : id,
      says,
      minorOff: chance.of(0.8) ? 0 : -1,
    };
  }

  #answer({ till, model }: LinkWorld): Step {
    const waiting = till.acquirer.waiting.length;
    const asking = model.pane().at === 'asking';
    // The newest call is mostly about what stands on the pane.
    const which = this.#chance.of(0.5) ? waiting - 1 : this.#chance.whole(0, waiting - 1);
    const says = this.#chance.weighted<Says>([
      ['succeeded', asking ? 6 : 3],
      ['declined', 3],
      ['in-process', 5],
      ['code', till.acquirer.awaitsCode ? 25 : 1],
      ['closed', 2],
      ['unknown', 2],
      ['silent', 2],
      ['not-exist', 1],
      ['failed', 1],
      ['refused', asking ? 1 : 4],
      ['forged', 1],
      ['stolen', 1],
    ]);
    return { do: 'answer', which, says };
  }

  #message(world: LinkWorld): Message {
    const chance = this.#chance;
    const screen = chance.of(0.5) ? 0 : 1;
    const genuine = (): Json => ({ id: this.#id(), command: likelyCommand(world, chance) });
    const wellFormed = (): Json => ({ id: this.#id(), command: anyCommand(world, chance) });
    const either = (): Json => (chance.of(0.5) ? genuine() : wellFormed());
    return chance.weighted<() => Message>([
      [() => ({ screen, text: this.#keep(JSON.stringify(genuine())) }), 26],
      [() => ({ screen, text: this.#keep(JSON.stringify(wellFormed())) }), 20],
      [() => ({ screen, text: chance.from(this.#kept) ?? '' }), 14],
      [() => ({ screen, text: mutatedJson(either(), chance, chance.whole(1, 3)) }), 28],
      [() => ({ screen, text: this.#bytes(JSON.stringify(either())) }), 11],
      [() => ({ screen, strange: chance.pick(strangeNames) }), chance.of(0.2) ? 3 : 0],
    ])();
  }

  #id(): string {
    const chance = this.#chance;
    return chance.of(0.97)
      ? `f${chance.whole(0, 1_000_000)}`
      : chance.pick(['__proto__', '\ud800', '0', ' ', 'f'.repeat(64), 'f'.repeat(65)]);
  }

  #keep(text: string): string {
    this.#kept.push(text);
    if (this.#kept.length > keptMax) this.#kept.splice(this.#chance.whole(0, keptMax - 1), 1);
    return text;
  }

  #bytes(text: string): string {
    return Buffer.from(mutatedBytes(Buffer.from(text, 'utf8'), this.#chance, this.#chance.whole(1, 3))).toString(
      'utf8',
    );
  }
}
