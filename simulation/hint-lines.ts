import type { Dice } from './dice.ts';
import { noticeKeys, sealOf } from './messages.ts';
import type { Process } from './process.ts';
import type { Tier } from './tier.ts';
import { faultHits, tell, type World } from './world.ts';

/** What a hint says (contract/hints.ts), as the backend's desk hands it over. */
export type HintBody = {
  number: number;
  terminalId: string;
  paymentRequestId: string;
  amount: { currency: string; value: string };
  says: 'succeeded' | 'failed' | 'conflict' | 'other';
};

/** A hint on the wire: its text, and the backend's seal over it. */
export type SealedHint = { readonly text: string; readonly seal: number };

export type Line = { terminal: string; till: Process; take: (hint: SealedHint) => void; broke: () => void };

/**
 * The backend's lines of hints to its tills. Numbers and hints outlive the backend's process, lines do not. On a line a
 * hint may be lost with it, late, doubled, replayed, altered, made up, or brought to the wrong till (V31).
 */
export class HintLines {
  readonly #world: World;
  readonly #dice: Dice;
  readonly #kept: HintBody[] = [];
  readonly #last = new Map<string, number>();
  #lines: Line[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#dice = world.dice.fork();
  }

  /** A new hint, for whoever listens; who does not gets it when the line is open again. */
  tell(facts: Omit<HintBody, 'number'>): void {
    const number = (this.#last.get(facts.terminalId) ?? 0) + 1;
    this.#last.set(facts.terminalId, number);
    const { terminalId, paymentRequestId, amount, says } = facts;
    const hint = { number, terminalId, paymentRequestId, amount, says };
    this.#kept.push(hint);
    tell(this.#world, `hint ${number} for ${terminalId}: ${paymentRequestId} ${says}`);
    for (const line of this.#lines) if (line.terminal === terminalId) this.#send(line, hint);
  }

  /** A till opens its line, and names the last hint that it had. */
  open(line: Line, lastNumber: number | null): void {
    this.#lines.push(line);
    if (lastNumber === null) return;
    for (const hint of this.#kept)
      if (hint.terminalId === line.terminal && hint.number > lastNumber) this.#send(line, hint);
  }

  close(line: Line): void {
    this.#lines = this.#lines.filter((other) => other !== line);
  }

  /** The backend's process is gone: so are its lines. */
  breakAll(): void {
    const broken = this.#lines;
    this.#lines = [];
    for (const line of broken) line.broke();
  }

  #send(line: Line, hint: HintBody): void {
    const { notices } = this.#world.is;
    // Dice of its own for each: what happens to it shifts nothing else.
    const dice = this.#dice.fork();
    const sealed = sealedHint(hint);
    if (faultHits(this.#world, dice, notices.lineBreaks)) {
      this.close(line);
      return this.#later(dice.between(0, 40_000), line.broke);
    }
    const lateMs = faultHits(this.#world, dice, notices.late) ? dice.between(400, 90_000) : dice.whole(10, 150);
    this.#deliver(line, sealed, lateMs);
    if (faultHits(this.#world, dice, notices.late))
      for (let copy = dice.whole(1, 7); copy > 0; copy -= 1)
        this.#deliver(line, sealed, lateMs + dice.between(0, 120_000));
    if (!faultHits(this.#world, dice, notices.forged)) return;
    this.#world.tally.forgeries += 1;
    this.#deliver(line, this.#forged(hint, dice), dice.between(10, 20_000));
    // Brought to another till than it was signed for.
    const wrong = this.#lines.find(({ terminal }) => terminal !== line.terminal);
    if (wrong !== undefined) this.#deliver(wrong, sealed, dice.between(10, 5_000));
  }

  #forged(hint: HintBody, dice: Dice): SealedHint {
    const paid: HintBody = { ...hint, says: 'succeeded' };
    const next = { ...paid, number: hint.number + dice.whole(1, 1_000) };
    const { amount } = hint;
    return dice.pick<() => SealedHint>([
      () => ({ text: JSON.stringify(next), seal: sealedHint(hint).seal }),
      () => ({ text: JSON.stringify(next), seal: sealOf(JSON.stringify(next), noticeKeys.otherClient) }),
      () => ({ text: sealedHint(hint).text.slice(0, -1), seal: sealedHint(hint).seal }),
      // Signed by the backend for this till, with an amount that is not the payment's: a fault of the backend's.
      () => sealedHint({ ...hint, amount: { ...amount, value: `1${amount.value}` } }),
      () => sealedHint({ ...hint, paymentRequestId: `${hint.paymentRequestId.slice(0, -1)}1` }),
    ])();
  }

  #deliver(line: Line, hint: SealedHint, afterMs: number): void {
    this.#later(afterMs, () =>
      line.till.machine.receives(() => {
        if (!line.till.step('a hint comes')) return;
        this.#world.tally.hints += 1;
        line.take(hint);
      }),
    );
  }

  #later(afterMs: number, run: () => void): void {
    this.#world.timeline.plan(afterMs, run, true);
  }
}

export function sealedHint(hint: HintBody): SealedHint {
  const text = JSON.stringify(hint);
  return { text, seal: sealOf(text, noticeKeys.backend) };
}

/** What a hint says, if the backend sealed it. */
export function readSealedHint({ text, seal }: SealedHint): HintBody | null {
  if (sealOf(text, noticeKeys.backend) !== seal) return null;
  return JSON.parse(text) as HintBody;
}

/** For the record of what a till was told: whether it is the backend's, for this till, of its payment and its amount, and new. */
export function judgeHint(hint: SealedHint, tier: Tier, terminal: string, lastNumber: number) {
  const body = readSealedHint(hint);
  if (body === null) return { id: null, says: 'something', genuine: false };
  const { paymentRequestId: id, says, amount, terminalId, number } = body;
  const intent = tier.intentOf(id);
  const same = intent?.amount.currency === amount.currency && amount.value === String(intent.amount.minor);
  return { id, says, genuine: same && terminalId === terminal && number > lastNumber };
}
