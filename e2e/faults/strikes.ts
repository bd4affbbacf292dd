import { gone, jsonBytes, unknownFor } from './fault.ts';
import { bytesOf, type Answer } from './http-message.ts';
import { namesIn, type Strike } from './wire.ts';

// What more than one request has to suffer, one after the other.

/** The first is done and its answer is lost; every later one is answered `F` with this code, by Alipay+ itself. */
export function firstLostThenRefused(resultCode: string): (strike: Strike) => Promise<void> {
  let came = 0;
  return async (strike) => {
    came += 1;
    if (came === 1) {
      await strike.genuine();
      strike.asker.raw.resetAndDestroy();
    } else {
      const { asker, pen, question, pace } = strike;
      const refusal = { ...unknownFor(strike), result: { resultStatus: 'F', resultCode } };
      asker.line.end(bytesOf(pen.write(question, jsonBytes(refusal), pace.now())));
    }
    await gone(strike);
  };
}

/** Requests that are kept on the way until they are let go; their askers never hear of them again. */
export class Late {
  readonly #kept: Strike[] = [];

  readonly strike = async (strike: Strike): Promise<void> => {
    this.#kept.push(strike);
    await gone(strike);
  };

  get count(): number {
    return this.#kept.length;
  }

  /** All arrive now; what the server says to each. */
  async arrive(): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const { wire, question } of this.#kept.splice(0)) answers.push(await wire.genuine(question));
    return answers;
  }
}

/** Answers about two payments are exchanged whenever one about each is on its way. */
export class Swapper {
  #waiting: { strike: Strike; answer: Answer } | null = null;
  swapped = 0;

  readonly strike = async (strike: Strike): Promise<void> => {
    const answer = await strike.genuine();
    const other = this.#waiting;
    if (other !== null && !other.strike.asker.raw.destroyed && !isSame(other.strike, strike)) {
      this.#waiting = null;
      this.swapped += 1;
      strike.asker.line.end(bytesOf(other.answer));
      other.strike.asker.line.end(bytesOf(answer));
      return;
    }
    this.#waiting = { strike, answer };
    await gone(strike);
  };
}

function isSame(one: Strike, other: Strike): boolean {
  return namesIn(one.question).paymentRequestId === namesIn(other.question).paymentRequestId;
}
