import type { EpochMs } from '#payment';

import type { Dice } from './dice.ts';
import { sealOf, type Reply, type ReplyBody, type Request, type Serve } from './messages.ts';
import type { Process } from './process.ts';
import { faultHits, isStormy, tell, wallNow, type World } from './world.ts';

const latestOriginalMs = 40_000;
/** RELIABILITY 5.2 assumes that copies are at most this late. */
const latestCopyMs = 90_000;
const rememberedReplies = 6;

/** One hop between two processes: loses, delays, doubles and reorders both ways, and forges now and then. */
export class Network {
  readonly #world: World;
  readonly #dice: Dice;
  readonly #name: string;
  readonly #earlier: Reply[] = [];
  #nonces = 0;

  constructor(world: World, name: string) {
    this.#world = world;
    this.#dice = world.dice.fork();
    this.#name = name;
  }

  nextNonce(): number {
    this.#nonces += 1;
    return this.#nonces;
  }

  /** Sends one request once. Null when no answer came within `withinMs`, or never when the process died meanwhile. */
  exchange(from: Process, request: Request, serve: Serve, withinMs: number): Promise<Reply | null> {
    const name = `${this.#name} ${request.op} ${request.id} #${request.number} n${request.nonce}`;
    tell(this.#world, name);
    return new Promise((resolve) => {
      let done = false;
      const settle = (reply: Reply | null): void => {
        if (done || !from.alive) return;
        done = true;
        timeout.cancel();
        if (!from.step('an answer comes')) return;
        if (reply === null) tell(this.#world, `${name} ← nothing`);
        else tell(this.#world, `${name} ← ${sealOf(reply.body, reply.nonce)}`, `${name} ← ${reply.body}`);
        resolve(reply);
      };
      const timeout = from.clock.after(withinMs, () => settle(null));
      this.#carry('out', () =>
        serve(request, (body, signedAt) => {
          const reply = this.#sealed(request, body, signedAt);
          this.#carry('back', () => from.machine.receives(() => settle(this.#spoiled(reply))));
        }),
      );
    });
  }

  /** One message, one way: lost, late or doubled. */
  #carry(way: 'out' | 'back', deliver: () => void): void {
    const { is } = this.#world;
    const lost = faultHits(this.#world, this.#dice, way === 'out' ? is.lossOut : is.lossBack);
    if (!lost && !this.#parted(way)) this.#deliver(this.#latencyMs(), deliver);
    if (faultHits(this.#world, this.#dice, is.copiedMessages))
      this.#deliver(this.#dice.between(10, this.#dice.chance(0.3) ? latestCopyMs : 5_000), deliver);
  }

  #deliver(afterMs: number, deliver: () => void): void {
    this.#world.timeline.plan(afterMs, deliver, true);
  }

  #latencyMs(): number {
    if (faultHits(this.#world, this.#dice, this.#world.is.slowMessages))
      return this.#dice.between(200, this.#dice.chance(0.3) ? latestOriginalMs : 4_000);
    return this.#dice.whole(20, 200);
  }

  #parted(way: 'out' | 'back'): boolean {
    const now = this.#world.timeline.nowMs;
    if (!isStormy(this.#world)) return false;
    const parted = this.#world.is.partitions.some((cut) => cut.way === way && now >= cut.fromMs && now < cut.toMs);
    if (parted) this.#world.tally.faults += 1;
    return parted;
  }

  #sealed(request: Request, body: ReplyBody, signedAt: EpochMs): Reply {
    const text = JSON.stringify(body);
    const reply = { nonce: request.nonce, body: text, seal: sealOf(text, request.nonce), status: 200, signedAt };
    this.#earlier.push(reply);
    if (this.#earlier.length > rememberedReplies) this.#earlier.shift();
    return reply;
  }

  /** What somebody between us, or a broken proxy, makes of a good answer. */
  #spoiled(reply: Reply): Reply {
    if (!faultHits(this.#world, this.#dice, this.#world.is.badAnswers)) return reply;
    const forged = {
      result: { resultStatus: 'S', resultCode: 'SUCCESS' },
      paymentResult: { resultStatus: 'S', resultCode: 'SUCCESS' },
      paymentId: 'FORGED',
      paymentTime: new Date(wallNow(this.#world)).toISOString(),
    };
    switch (this.#dice.whole(0, 5)) {
      case 0:
        return { ...reply, body: JSON.stringify(forged) };
      case 1:
        return { ...reply, body: reply.body.slice(0, this.#dice.whole(0, reply.body.length)), status: 200 };
      case 2:
        return { ...reply, body: '<html>Bad gateway</html>', status: 502 };
      case 3:
        return {
          ...reply,
          body: reply.body
            .replace('"resultStatus":"F"', '"resultStatus":"S"')
            .replace('"resultStatus":"U"', '"resultStatus":"F"'),
        };
      case 4: {
        // Well sealed, and of another amount.
        const body = reply.body.replace(/"value":"(\d+)"/, '"value":"1$1"');
        return { ...reply, body, seal: sealOf(body, reply.nonce) };
      }
      default:
        return this.#dice.pick([reply, ...this.#earlier]);
    }
  }
}
