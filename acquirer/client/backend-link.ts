import { createHmac, randomBytes, randomInt, type KeyObject } from 'node:crypto';

import type * as z from 'zod';

import {
  CancelOrderAnswer,
  HealthAnswer,
  PaymentOrderAnswer,
  PaymentStateAnswer,
  type CancelOrder,
  type PaymentOrder,
} from '#contract';
import type {
  CancelAnswer,
  CancelBy,
  Clock,
  Ids,
  InquiryAnswer,
  None,
  PayAnswer,
  PayIntent,
  Random,
  TerminalId,
} from '#payment';
import {
  backendOrderCode,
  cancelAnswerOf,
  inquiryAnswerOf,
  none,
  payAnswerOf,
  signRequest,
  type Expectation,
} from '#protocol';

import { readBackendAnswer, type Told } from './backend-answer.ts';
import { BackendClock } from './backend-clock.ts';
import { BackendView, type Refused } from './backend-view.ts';
import { addressOf, exchange } from './exchange.ts';
import { openHintLine, type HintListener } from './hint-line.ts';

export type BackendLinkSettings = {
  baseUrl: string;
  terminalId: TerminalId;
  /** The till's Ed25519 private key. */
  key: KeyObject;
  /** The backend's Ed25519 public key, asked for at every call; null sends nothing. */
  backendKey: () => KeyObject | null;
  /** For https: the one certificate authority that is trusted, PEM; without it those of the machine are. */
  ca?: string;
};

/** The acquirer as a till calls it: its backend. No call rejects. `journalHead` is `seq:hash`. */
export interface BackendLink {
  /** The exact bytes, built once (R2). They hold the payment code and stay in memory; only `bodyHmac` (hex) may be kept. */
  prepare(order: PaymentOrder): { body: Uint8Array; bodyHmac: string };
  pay(body: Uint8Array, expected: PayIntent, journalHead: string): Promise<PayAnswer>;
  /** `fresh`: the backend asks Alipay+ first (rows 17 and 18). */
  inquire(expected: PayIntent, options: { fresh: boolean }, journalHead: string): Promise<InquiryAnswer>;
  cancel(expected: PayIntent, by: CancelBy, journalHead: string): Promise<CancelAnswer>;
  /** True when a verified answer came. */
  probe(journalHead: string): Promise<boolean>;
  /** What the answers of late say about the backend itself, and about this till's clock; asks nothing. */
  backendView(): Pick<BackendView, 'linkTrouble' | 'clockOffMs' | 'health'>;
  /** The line of hints; `openHintLine` says more. */
  hints(listener: HintListener, journalHead: () => string): () => void;
}

export function backendLink(
  settings: BackendLinkSettings,
  ports: { clock: Clock; ids: Ids; random?: Random },
): BackendLink {
  addressOf(settings.baseUrl, '/'); // an address that cannot be read is said at the start
  // Of this process: the bytes do not outlive it either, and a payment code cannot be tried out against a lost key.
  const bodyKey = randomBytes(32);
  const backendClock = new BackendClock(ports.clock);
  const view = new BackendView(ports.clock);
  const call = <S extends z.ZodType>(question: Question, schema: S): Promise<Told<S>> =>
    askBackend(settings, { ...ports, backendClock, view }, question, schema);
  const expectation = ({ paymentRequestId, amount, scenario }: PayIntent): Expectation => ({
    paymentRequestId,
    amount,
    scenario,
    intentAt: backendClock.intentAt(paymentRequestId),
  });
  return {
    prepare(order) {
      const body = bytesOf(order);
      return { body, bodyHmac: createHmac('sha256', bodyKey).update(body).digest('hex') };
    },
    async pay(body, expected, journalHead) {
      backendClock.began(expected);
      const must = expectation(expected);
      const told = await call({ method: 'POST', target: '/v1/payments', body, journalHead }, PaymentOrderAnswer);
      if ('kind' in told) return told;
      return payAnswerOf(told.answer, must, told.proof, backendOrderCode(told.answer.orderCodeForm));
    },
    async inquire(expected, { fresh }, journalHead) {
      const must = expectation(expected);
      const target = `/v1/payments/${expected.paymentRequestId}${fresh ? '?fresh=1' : ''}`;
      const told = await call({ method: 'GET', target, body: null, journalHead }, PaymentStateAnswer);
      return 'kind' in told ? told : inquiryAnswerOf(told.answer, must, told.proof);
    },
    async cancel(expected, by, journalHead) {
      const { paymentRequestId } = expected;
      const order: CancelOrder = { paymentRequestId, by };
      const target = `/v1/payments/${paymentRequestId}/cancel`;
      const told = await call({ method: 'POST', target, body: bytesOf(order), journalHead }, CancelOrderAnswer);
      if ('kind' in told) return told;
      return told.answer.paymentRequestId === paymentRequestId
        ? cancelAnswerOf(told.answer, told.proof)
        : none('mismatch');
    },
    async probe(journalHead) {
      const told = await call({ method: 'GET', target: '/v1/health', body: null, journalHead }, HealthAnswer);
      if ('kind' in told) return false;
      const { environment, till } = told.answer;
      view.health = { environment, till };
      return true;
    },
    backendView: () => ({ linkTrouble: view.linkTrouble, clockOffMs: view.clockOffMs, health: view.health }),
    hints: (listener, journalHead) => openHintLine(settings, { random: cryptoRandom, ...ports }, listener, journalHead),
  };
}

const cryptoRandom: Random = { next: () => randomInt(2 ** 32) / 2 ** 32 };

type Question = { method: 'GET' | 'POST'; target: string; body: Uint8Array | null; journalHead: string };

async function askBackend<S extends z.ZodType>(
  settings: BackendLinkSettings,
  ports: { clock: Clock; ids: Ids; backendClock: BackendClock; view: BackendView },
  question: Question,
  schema: S,
): Promise<Told<S>> {
  const backendKey = settings.backendKey();
  if (backendKey === null) return none('unreachable'); // what cannot be verified is not asked
  const { method, body } = question;
  const url = addressOf(settings.baseUrl, question.target);
  const target = url.pathname + url.search;
  const signed = await signRequest(
    {
      ...question,
      target,
      terminalId: settings.terminalId,
      nonce: ports.ids.next(),
      sentAt: ports.clock.wallMs(),
    },
    settings.key,
  );
  const headers = body === null ? signed : { ...signed, 'content-type': 'application/json; charset=UTF-8' };
  const options = settings.ca === undefined ? {} : { ca: settings.ca };
  const { backendClock, view } = ports;
  const askedAt = ports.clock.monoMs();
  const refused = (refusal: Refused): None => {
    view.refused(refusal);
    return none(refusal.why);
  };
  const came = await exchange({ method, url, headers, body }, ports.clock, options);
  if (!came.ok) return refused({ ...came.error, status: null, isPage: false });
  const { status } = came.value;
  const isPage = /^text\/html\b/i.test(came.value.headers['content-type'] ?? '');
  if (status !== 200) return refused({ why: 'http-status', trouble: null, status, isPage });
  const request = { method, target, headers: signed };
  const read = await readBackendAnswer(came.value, request, backendKey, schema);
  if (!read.ok) return refused({ why: read.error, trouble: null, status, isPage });
  view.verified(read.value.sentAt, askedAt);
  backendClock.heard(read.value.sentAt);
  return read.value.told;
}

function bytesOf(message: object): Uint8Array {
  return Buffer.from(JSON.stringify(message), 'utf8');
}
