import { Buffer } from 'node:buffer';

import type { PaymentOrder } from '#contract';
import type { CancelAnswer, CancelBy, Clock, EpochMs, InquiryAnswer, None, PayAnswer, PayIntent } from '#payment';
import type { Expectation } from '#protocol';

// Not through the folder's index: that would load HTTP.
import { BackendClock } from '../acquirer/client/backend-clock.ts';
import type { Acquirer } from '../terminal/index.ts';
import type { HintListener } from '../terminal/ports/acquirer.ts';
import { codeOfBackend, readCancel, readInquiry, readPay, verified, type Checks, type Verified } from './client.ts';
import { HintClient, type HintClientPorts } from './hint-client.ts';
import { sealOf, type Request, type Serve } from './messages.ts';
import type { Network } from './network.ts';
import { never, type Process } from './process.ts';
import type { Tier } from './tier.ts';

const respondWithinMs = 10_000;

export type TillClientPorts = {
  clock: Clock;
  network: Network;
  serve: Serve;
  checks: Checks;
  hints: HintClientPorts;
  /** What is taken for an attempt's beginning, where `reckoned` is what the till knows of it (R13). */
  beganAt: (intent: PayIntent, reckoned: EpochMs | null) => EpochMs | null;
};

/** The till's way to its backend, for one life of the till: what `acquirer/client` is in the product. */
export class TillClient implements Acquirer {
  readonly #process: Process;
  readonly #tier: Tier;
  readonly #network: Network;
  readonly #serve: Serve;
  readonly #checks: Checks;
  readonly #hintPorts: HintClientPorts;
  readonly #transmissions = new Map<string, number>();
  readonly #backendClock: BackendClock;
  readonly #beganAt: TillClientPorts['beganAt'];

  constructor(ports: TillClientPorts) {
    this.#process = ports.hints.process;
    this.#tier = ports.hints.tier;
    this.#network = ports.network;
    this.#serve = ports.serve;
    this.#checks = ports.checks;
    this.#hintPorts = ports.hints;
    this.#backendClock = new BackendClock(ports.clock);
    this.#beganAt = ports.beganAt;
  }

  prepare(order: PaymentOrder): { body: Uint8Array; bodyHmac: string } {
    const body = JSON.stringify(order);
    return { body: Buffer.from(body), bodyHmac: String(sealOf(body, 0)) };
  }

  async pay(body: Uint8Array, expected: PayIntent): Promise<PayAnswer> {
    this.#backendClock.began(expected);
    const id = expected.paymentRequestId;
    const number = (this.#transmissions.get(id) ?? 0) + 1;
    this.#transmissions.set(id, number);
    const request = this.#request('pay', id, { number, body: Buffer.from(body).toString('utf8') });
    const must = this.#expectation(expected);
    return readPay(await this.#ask(request), must, this.#checks, codeOfBackend);
  }

  async inquire(expected: PayIntent, { fresh }: { fresh: boolean }): Promise<InquiryAnswer> {
    const request = this.#request('inquire', expected.paymentRequestId, { fresh });
    const must = this.#expectation(expected);
    const answer = readInquiry(await this.#ask(request), must, this.#checks);
    this.#tier.learns(request.nonce, answer.kind);
    return answer;
  }

  async cancel(expected: PayIntent, by: CancelBy): Promise<CancelAnswer> {
    const request = this.#request('cancel', expected.paymentRequestId, { by });
    return readCancel(await this.#ask(request));
  }

  async probe(): Promise<boolean> {
    return !('kind' in (await this.#ask(this.#request('probe', '', {}))));
  }

  hints(listener: HintListener): () => void {
    const client = new HintClient(this.#hintPorts, listener);
    return () => client.end();
  }

  #expectation(intent: PayIntent): Expectation {
    const { paymentRequestId, amount, scenario } = intent;
    return {
      paymentRequestId,
      amount,
      scenario,
      intentAt: this.#beganAt(intent, this.#backendClock.intentAt(paymentRequestId)),
    };
  }

  #request(op: Request['op'], id: string, more: Partial<Request>): Request {
    const { terminal } = this.#hintPorts;
    return {
      op,
      id,
      number: 1,
      body: '',
      fresh: false,
      by: 'stop',
      terminal,
      ...more,
      nonce: this.#network.nextNonce(),
    };
  }

  async #ask(request: Request): Promise<Verified | None> {
    if (!this.#process.step(`before a ${request.op} leaves`)) return never();
    if (request.op !== 'probe') this.#tier.sends(request);
    const reply = await this.#network.exchange(this.#process, request, this.#serve, respondWithinMs);
    const read = verified(reply, request, this.#checks);
    if (!('kind' in read)) this.#backendClock.heard(read.signedAt);
    return read;
  }
}
