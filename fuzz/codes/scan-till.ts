import { DriverFrame, type HostFrame } from '#contract';

import { receive, type Host } from '../../terminal/index.ts';
import { declined, succeeded } from '../../terminal/testing/scripted-acquirer.ts';
import { TillWorld } from '../../terminal/testing/till-world.ts';
import { settled } from '../../terminal/testing/virtual-clock.ts';
import type { Chance } from '../chance.ts';

/** What the till shows while something is held under its scanner. */
export const stages = ['idle', 'held', 'scan', 'asking', 'paid', 'declined'] as const;
export type ScanStage = (typeof stages)[number];

/** A code that is no card's, for what is to be open while others come. */
const customersCode = '281012345678901234';

/** A till at one stage; all that it says, writes, sends and logs from then on is taken from it. */
export class ScanTill {
  readonly #world: TillWorld;
  readonly #host: Host;
  readonly #saleId: string | null;
  readonly #replies: HostFrame[] = [];
  #rowsTaken = 0;
  #ids = 0;

  private constructor(world: TillWorld, host: Host, saleId: string | null) {
    this.#world = world;
    this.#host = host;
    this.#saleId = saleId;
  }

  static async at(stage: ScanStage): Promise<ScanTill> {
    const world = new TillWorld();
    const host = await world.start();
    if (stage === 'paid') world.acquirer.onPay = () => succeeded('P1');
    if (stage === 'declined') world.acquirer.onPay = () => declined('USER_BALANCE_NOT_ENOUGH');
    if (stage === 'held') await world.scan(null, customersCode);
    if (stage !== 'idle' && stage !== 'held') await world.charge('S1');
    if (stage === 'asking' || stage === 'paid' || stage === 'declined') await world.scan('S1', customersCode);
    const till = new ScanTill(world, host, stage === 'idle' || stage === 'held' ? null : 'S1');
    till.takeOutputs();
    return till;
  }

  /** As a screen's scanner, camera or field says it, or the driver process. */
  give(text: string, chance: Chance): void {
    const source = chance.pick(['wedge', 'typed', 'camera', 'hid-pos', 'serial'] as const);
    this.#ids += 1;
    if (source === 'hid-pos' || source === 'serial') {
      const frame = { driver: 'scan', seq: this.#ids, scanner: 'scanner 1', via: source, text, aim: null };
      void this.#host.hearDrivers(DriverFrame.parse(frame));
      return;
    }
    const command = { do: 'scan', saleId: this.#saleId, text, source };
    void receive({ id: `m${this.#ids}`, command }, this.#host, { show: (frame) => this.#replies.push(frame) });
  }

  /** Lets time pass, so that what is only planned happens too. */
  async pass(ms: number): Promise<void> {
    await settled();
    await this.#world.clock.advance(ms);
    this.#world.trace.length = 0;
  }

  /** What it answered to each scan; in the order of neither, since screens and drivers are answered apart. */
  takeAnswers(): string[] {
    const scanned = this.#world.frames.flatMap((frame) => (frame.frame === 'scanned' ? [frame.scanned] : []));
    const replies = this.#replies.flatMap((frame) => (frame.frame === 'reply' ? [frame.reply] : []));
    return [...scanned, ...replies].map((answer) => (answer.is === 'bad-scan' ? `bad-scan ${answer.why}` : answer.is));
  }

  /** The end of the code that is held; null when none is. */
  get heldTail(): string | null {
    return this.#host.snapshot().held?.codeTail ?? null;
  }

  /** Everything that left it since it was taken last: frames, records, logs, and what was sent. */
  takeOutputs(): string {
    const { frames, logged, disk, acquirer } = this.#world;
    const sent = acquirer.calls.map((call) => ({ ...call, body: Buffer.from(call.body ?? []).toString('utf8') }));
    const rows = disk.rows.slice(this.#rowsTaken);
    const outputs = JSON.stringify([this.#replies, frames, logged, rows, sent, acquirer.orders]);
    this.forgetOutputs();
    return outputs;
  }

  forgetOutputs(): void {
    const { frames, logged, disk, acquirer } = this.#world;
    this.#rowsTaken = disk.rows.length;
    for (const list of [this.#replies, frames, logged, acquirer.calls, acquirer.orders]) list.length = 0;
  }

  end(): void {
    this.#host.end();
  }
}
