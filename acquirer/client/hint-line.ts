import type { ClientRequest, IncomingMessage } from 'node:http';
import type { KeyObject } from 'node:crypto';

import { hintSilenceMs, type Hint as SignedHint } from '#contract';
import {
  Currency,
  readMinor,
  type Amount,
  type Clock,
  type HintWord,
  type Ids,
  type MonoMs,
  type PaymentRequestId,
  type Random,
  type TerminalId,
  type Timer,
} from '#payment';
import { readHint, signRequest } from '#protocol';

import { EventStreamReader } from './event-stream.ts';
import { addressOf, connectWithinMs, send } from './exchange.ts';

export type HintLineSettings = {
  baseUrl: string;
  terminalId: TerminalId;
  key: KeyObject;
  backendKey: () => KeyObject | null;
  ca?: string;
};

export type HintLinePorts = { clock: Clock; ids: Ids; random: Random };

/** A verified hint: a reason to ask about one payment (R13). */
export type Hint = { paymentRequestId: PaymentRequestId; amount: Amount; says: HintWord };

export interface HintListener {
  hint(hint: Hint): void;
  /** Something came that is not believed. */
  refused(why: string): void;
}

/** A line that broke is opened again after a while between the first and a bound that doubles with every failure. */
const againAfterMinMs = 500;
const againAfterMaxMs = 30_000;
/** Whoever answers with something else than a line will do so again soon: no line there, or a till that is not known. */
const failuresWhenRefused = 5;
/** A line that stood this long was good. */
const goodAfterMs = 30_000;

/**
 * The till's line of hints (`GET /v1/events`): opens it, opens it again when it breaks or falls silent, and gives on what is
 * signed by the backend for this till with a number higher than all before. Nothing depends on it: inquiries go on. Returns
 * what ends it.
 */
export function openHintLine(
  settings: HintLineSettings,
  ports: HintLinePorts,
  listener: HintListener,
  journalHead: () => string,
): () => void {
  const line = new HintLine(settings, ports, listener, journalHead);
  line.open();
  return () => line.end();
}

class HintLine {
  readonly #settings: HintLineSettings;
  readonly #ports: HintLinePorts;
  readonly #listener: HintListener;
  readonly #journalHead: () => string;
  #request: ClientRequest | null = null;
  #timer: Timer | null = null;
  #lastNumber: number | null = null;
  #failures = 0;
  #ended = false;

  constructor(settings: HintLineSettings, ports: HintLinePorts, listener: HintListener, journalHead: () => string) {
    this.#settings = settings;
    this.#ports = ports;
    this.#listener = listener;
    this.#journalHead = journalHead;
  }

  open(): void {
    this.#open().catch(() => this.#openLater()); // signing fails only with a key that is none
  }

  end(): void {
    this.#ended = true;
    this.#timer?.cancel();
    this.#request?.destroy();
  }

  async #open(): Promise<void> {
    const { baseUrl, ca } = this.#settings;
    const url = addressOf(baseUrl, '/v1/events');
    const signed = await this.#signed(url.pathname);
    if (this.#ended) return;
    const last = this.#lastNumber === null ? {} : { 'last-event-id': String(this.#lastNumber) };
    const headers = { ...signed, accept: 'text/event-stream', ...last };
    const request = send({ method: 'GET', url, headers, body: null }, ca === undefined ? {} : { ca });
    this.#request = request;
    this.#giveUpAfter(connectWithinMs);
    // Every way in which it can end leads here once.
    request.once('close', () => this.#openLater());
    request.on('error', () => undefined);
    request.on('response', (response) => this.#listen(response));
    request.end();
  }

  async #signed(target: string): Promise<Record<string, string>> {
    const { clock, ids } = this.#ports;
    const { terminalId, key } = this.#settings;
    const question = { method: 'GET', target, body: null, terminalId, journalHead: this.#journalHead() } as const;
    return await signRequest({ ...question, nonce: ids.next(), sentAt: clock.wallMs() }, key);
  }

  #listen(response: IncomingMessage): void {
    const isLine = response.statusCode === 200 && /^text\/event-stream\b/.test(response.headers['content-type'] ?? '');
    if (!isLine) {
      this.#failures = Math.max(this.#failures, failuresWhenRefused);
      this.#request?.destroy();
      return;
    }
    const { clock } = this.#ports;
    const openedAt: MonoMs = clock.monoMs();
    const reader = new EventStreamReader();
    this.#giveUpAfter(hintSilenceMs);
    response.on('error', () => undefined);
    response.on('data', (bytes: Uint8Array) => {
      if (this.#ended) return;
      this.#giveUpAfter(hintSilenceMs);
      if (clock.monoMs() - openedAt > goodAfterMs) this.#failures = 0;
      const events = reader.take(bytes);
      if (events === null) {
        this.#listener.refused('hint-too-large');
        this.#request?.destroy();
        return;
      }
      for (const { event, data } of events) if (event === 'hint') this.#take(data);
    });
    response.once('end', () => this.#request?.destroy());
  }

  #take(data: string): void {
    const key = this.#settings.backendKey();
    if (key === null) return; // what cannot be verified is not heard
    const read = readHint(data, key);
    if (!read.ok) return this.#listener.refused(`hint-${read.error}`);
    const hint = read.value;
    if (hint.terminalId !== this.#settings.terminalId) return this.#listener.refused('hint-other-terminal');
    if (this.#lastNumber !== null && hint.number <= this.#lastNumber) return this.#listener.refused('hint-replayed');
    this.#lastNumber = hint.number;
    this.#failures = 0;
    const amount = amountOf(hint);
    if (amount === null) return this.#listener.refused('hint-unreadable');
    this.#listener.hint({ paymentRequestId: hint.paymentRequestId, amount, says: hint.says });
  }

  #giveUpAfter(ms: number): void {
    this.#timer?.cancel();
    this.#timer = this.#ports.clock.after(ms, () => this.#request?.destroy());
  }

  #openLater(): void {
    this.#timer?.cancel();
    if (this.#ended) return;
    const { clock, random } = this.#ports;
    const boundMs = Math.min(againAfterMaxMs, againAfterMinMs * 2 ** (this.#failures + 1));
    this.#failures += 1;
    // Tills that lost their lines together do not come back together.
    const afterMs = againAfterMinMs + random.next() * (boundMs - againAfterMinMs);
    this.#timer = clock.after(afterMs, () => this.open());
  }
}

function amountOf({ amount }: SignedHint): Amount | null {
  const minor = readMinor(amount.value);
  const currency = Currency.safeParse(amount.currency);
  return minor.ok && currency.success ? { currency: currency.data, minor: minor.value } : null;
}
