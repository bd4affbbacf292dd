import type { Amount, PaymentRequestId } from '#payment';

import type { HintListener } from '../terminal/ports/acquirer.ts';
import type { Dice } from './dice.ts';
import { judgeHint, readSealedHint, type HintLines, type SealedHint } from './hint-lines.ts';
import type { Process } from './process.ts';
import type { Tier } from './tier.ts';

/** What a till checks before it believes a hint (R13). All true in the product; a planted bug turns one off. */
export type HintChecks = { seal: boolean; terminal: boolean; number: boolean };

export const allHintChecks: HintChecks = { seal: true, terminal: true, number: true };

export type HintClientPorts = {
  process: Process;
  dice: Dice;
  tier: Tier;
  terminal: string;
  lines: HintLines;
  /** The backend is there to be called. */
  isUp: () => boolean;
  checks: HintChecks;
};

const connectAfterMs = 200;
const againAfterMs = 3_000;

/** The till's end of its line of hints, for one life of the till: what `acquirer/client` is in the product. */
export class HintClient {
  readonly #ports: HintClientPorts;
  readonly #listener: HintListener;
  /** Null until the first hint of this life: what came before is not asked for again. */
  #last: number | null = null;
  #ended = false;
  #close: () => void = () => undefined;

  constructor(ports: HintClientPorts, listener: HintListener) {
    this.#ports = ports;
    this.#listener = listener;
    this.#connectLater(connectAfterMs);
  }

  end(): void {
    this.#ended = true;
    this.#close();
  }

  #connectLater(afterMs: number): void {
    const { process, dice } = this.#ports;
    process.clock.after(afterMs + dice.between(0, afterMs), () => this.#connect());
  }

  #connect(): void {
    if (this.#ended) return;
    const { lines, process, terminal, isUp } = this.#ports;
    if (!isUp()) return this.#connectLater(againAfterMs);
    const line = {
      terminal,
      till: process,
      take: (hint: SealedHint) => this.#take(hint),
      broke: () => this.#connectLater(againAfterMs),
    };
    this.#close = () => lines.close(line);
    lines.open(line, this.#last);
  }

  /** A bug: whatever comes on the line is about the payment that is open here. */
  #takeForOwn(): void {
    const { tier } = this.#ports;
    const [id] = tier.open;
    const intent = id === undefined ? undefined : tier.intentOf(id);
    if (intent === undefined) return;
    this.#listener.hint({ paymentRequestId: intent.paymentRequestId, amount: intent.amount, says: 'succeeded' });
  }

  #take(hint: SealedHint): void {
    if (this.#ended) return;
    const { tier, terminal, checks } = this.#ports;
    tier.isTold(judgeHint(hint, tier, terminal, this.#last ?? 0));
    const body = checks.seal ? readSealedHint(hint) : parsed(hint.text);
    if (body === null) return this.#listener.refused('hint-bad-signature');
    if (checks.terminal && body.terminalId !== terminal) return this.#listener.refused('hint-other-terminal');
    if (body.terminalId !== terminal) return this.#takeForOwn();
    if (checks.number && body.number <= (this.#last ?? 0)) return;
    this.#last = Math.max(this.#last ?? 0, body.number);
    const amount = { currency: body.amount.currency, minor: Number(body.amount.value) } as Amount;
    this.#listener.hint({ paymentRequestId: body.paymentRequestId as PaymentRequestId, amount, says: body.says });
  }
}

function parsed(text: string): ReturnType<typeof readSealedHint> {
  try {
    return JSON.parse(text) as ReturnType<typeof readSealedHint>;
  } catch {
    return null;
  }
}
