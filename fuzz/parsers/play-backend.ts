import { sign, verify } from 'node:crypto';

import { CancelOrderAnswer, PaymentOrder, PaymentOrderAnswer, PaymentStateAnswer } from '#contract';
import { PaymentRequestId } from '#payment';
import {
  backendOrderCode,
  cancelAnswerOf,
  inquiryAnswerOf,
  payAnswerOf,
  readHint,
  readJsonObject,
  signRequest,
  signResponse,
  verifyRequest,
  type WireRequestHead,
} from '#protocol';

import { readBackendAnswer } from '../../acquirer/client/backend-answer.ts';
import { asked } from './bodies.ts';
import type { BackendCase, HintCase, RequestCase, Signer } from './case.ts';
import { ed25519 } from './keys.ts';
import { cancelVerdict, fieldsIn, none, orderVerdict, paymentVerdict, shapes, type Verdict } from './own-reading.ts';
import { changedBy, expectation, orderExpectation, verdictOf } from './play-alipay.ts';
import { answerIsSigned, answerSignedOtherwise, digestOf, requestIsSigned, requestSignedOtherwise } from './rfc9421.ts';
import { textIn } from './shape.ts';
import { spelled, spelledDigest, spelledInput } from './spellings.ts';

type Both = { is: Verdict; mustBe: Verdict };

const sentAt = 1_795_234_811_000;
const till = ed25519.trusted; // answers and requests are signed for different tags, so that one pair does for both

/** What the till reads in an answer of its backend, and what it must. */
export async function playBackendAnswer({ reader, by, ...one }: BackendCase): Promise<Both> {
  const request = await requestOf(one.asked, reader);
  const boundTo = one.boundTo === one.asked ? request : await requestOf(one.boundTo, reader);
  const answer = { status: one.signed.status, body: Buffer.from(one.signed.body, 'base64'), sentAt };
  const agreed = await signResponse(answer, boundTo, ed25519[by].privateKey);
  const { covers } = one.signed;
  const as = { status: answer.status, headers: agreed, body: answer.body };
  const genuine = covers === undefined ? agreed : answerSignedOtherwise(covers, as, boundTo, ed25519[by].privateKey);
  const body = Buffer.from(one.came.body, 'base64');
  const came = { status: one.came.status, headers: written(genuine, one.came.headers, body), body };
  const key = ed25519.trusted.publicKey;
  const signed = answerIsSigned(came, request, key);
  const fields = signed ? fieldsIn(body, shapes[reader], false) : null;
  return { is: await readAs(reader, came, request), mustBe: fields === null ? none : byHand(reader, fields) };
}

function byHand(reader: BackendCase['reader'], fields: NonNullable<ReturnType<typeof fieldsIn>>): Verdict {
  if (reader === 'backend cancel')
    return fields['paymentRequestId'] === asked.paymentRequestId ? cancelVerdict(fields) : none;
  if (reader === 'backend order')
    return orderVerdict(fields, asked, { left: (form) => Number(form['expiresInMs']), mayLead: () => true });
  return paymentVerdict(fields, reader === 'backend pay' ? 'pay' : 'inquiry', asked);
}

async function readAs(
  reader: BackendCase['reader'],
  came: Parameters<typeof readBackendAnswer>[0],
  request: WireRequestHead,
): Promise<Verdict> {
  const key = ed25519.trusted.publicKey;
  if (reader === 'backend pay' || reader === 'backend order') {
    const read = await readBackendAnswer(came, request, key, PaymentOrderAnswer);
    if (!read.ok || 'kind' in read.value.told) return none;
    const { answer, proof } = read.value.told;
    const expected = reader === 'backend order' ? orderExpectation : expectation;
    return verdictOf(payAnswerOf(answer, expected, proof, backendOrderCode(answer.orderCodeForm)));
  }
  if (reader === 'backend inquiry') {
    const read = await readBackendAnswer(came, request, key, PaymentStateAnswer);
    if (!read.ok || 'kind' in read.value.told) return none;
    return verdictOf(inquiryAnswerOf(read.value.told.answer, expectation, read.value.told.proof));
  }
  const read = await readBackendAnswer(came, request, key, CancelOrderAnswer);
  if (!read.ok || 'kind' in read.value.told) return none;
  const { answer, proof } = read.value.told;
  // As the till's link does: an answer to a cancel must name the payment.
  return answer.paymentRequestId === asked.paymentRequestId ? verdictOf(cancelAnswerOf(answer, proof)) : none;
}

const kept = new Map<string, Promise<WireRequestHead>>();

/** The till's own request with this nonce, which an answer is bound to. */
function requestOf(nonce: string, reader: string): Promise<WireRequestHead> {
  const name = `${nonce} ${reader}`;
  const known = kept.get(name) ?? makeRequest(nonce, reader);
  kept.set(name, known);
  return known;
}

async function makeRequest(nonce: string, reader: string): Promise<WireRequestHead> {
  const id = PaymentRequestId.parse(asked.paymentRequestId);
  const isAsking = reader === 'backend inquiry';
  const method = isAsking ? 'GET' : 'POST';
  const target = isAsking
    ? `/v1/payments/${id}`
    : reader === 'backend pay' || reader === 'backend order'
      ? '/v1/payments'
      : `/v1/payments/${id}/cancel`;
  const body = isAsking ? null : Buffer.from('{}');
  const headers = await signRequest(
    { method, target, body, terminalId: 'TILL1', nonce, journalHead: '1:00', sentAt },
    till.privateKey,
  );
  return { method, target, headers };
}

/** What the backend reads in a till's request, and what it must. */
export async function playRequest({ by, signed, came }: RequestCase): Promise<Both> {
  const { method, target, terminalId, covers } = signed;
  const { privateKey } = ed25519[by];
  const said = { method, target, terminalId, nonce: 'nonce1', journalHead: '7:ab', sentAt };
  const agreed = await signRequest({ ...said, body: Buffer.from(signed.body, 'base64') }, privateKey);
  const as = { method, target, headers: agreed };
  const genuine = covers === undefined ? agreed : requestSignedOtherwise(covers, as, terminalId, privateKey);
  const body = Buffer.from(came.body, 'base64');
  const request = { ...came, headers: written(genuine, came.headers, body), body };
  const verified = await verifyRequest(request, (terminalId) => (terminalId === 'TILL1' ? till.publicKey : null));
  const read = verified.ok ? readJsonObject(body) : null;
  const order = read?.ok === true ? PaymentOrder.safeParse(read.value) : null;
  const mayBe = isPlain(came.target) && requestIsSigned(request, 'TILL1', till.publicKey);
  const fields = mayBe
    ? (fieldsIn(body, shapes['payment order'], false) ?? fieldsIn(body, shapes['order for a code'], false))
    : null;
  return {
    is: order?.success === true ? orderedVerdict(order.data.paymentRequestId, order.data.amount) : none,
    mustBe: fields === null ? none : orderedVerdict(fields['paymentRequestId'], fields['amount']),
  };
}

function orderedVerdict(id: unknown, amount: unknown): Verdict {
  const { currency, value } = amount as { currency: string; value: string };
  return { kind: 'order', code: `${String(id)} ${currency} ${value}` };
}

/** A target that every reader takes for the same path. */
function isPlain(target: string): boolean {
  return /^(?:\/[A-Za-z0-9]+)+(?:\?[a-z]+=[0-9]+)?$/.test(target);
}

function written(
  genuine: Record<string, string>,
  changes: BackendCase['came']['headers'],
  body: Uint8Array,
): Record<string, string> {
  const headers = changedBy(genuine, changes);
  const signature = genuine['signature'] ?? '';
  const bytes = Buffer.from(/:([^:]*):/.exec(signature)?.[1] ?? '', 'base64');
  const spell: Record<string, (text: string) => string> = {
    // Not for a query: nothing is written in percents here.
    signature: (text) => decodeURIComponent(spelled(text, bytes, signature)),
    'signature-input': (text) => spelledInput(text, genuine['signature-input'] ?? ''),
    'content-digest': (text) => spelledDigest(text, digestOf(body)),
  };
  for (const [name, how] of Object.entries(spell)) if (headers[name] !== undefined) headers[name] = how(headers[name]);
  return headers;
}

/** What the till reads in an event's data, and what it must. */
export function playHint({ by, before, signed, data }: HintCase): Both {
  const signature = signHint(signed, before, by);
  const base64 = signature.toString('base64');
  const text = decodeOnce(spelled(data, signature, base64));
  const key = ed25519.trusted.publicKey;
  const read = readHint(text, key);
  return { is: read.ok ? { kind: 'hint', code: JSON.stringify(read.value) } : none, mustBe: hintByHand(text) };
}

function signHint(text: string, before: string, by: Signer): Buffer {
  return sign(null, Buffer.from(`${before}\n${text}`, 'utf8'), ed25519[by].privateKey);
}

/** The spellings of a query string do not belong here; what else has a percent sign stays. */
function decodeOnce(text: string): string {
  return text.replace(/%(2B|2F|3D)/gi, (hex) => decodeURIComponent(hex));
}

function hintByHand(text: string): Verdict {
  const outer = fieldsIn(Buffer.from(text, 'utf8'), shapes['signed hint'], false);
  if (outer === null) return none;
  const inner = Buffer.from(textIn(outer, 'hint'), 'utf8');
  const signature = textIn(outer, 'signature');
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length !== 64 || bytes.toString('base64') !== signature) return none;
  const words = Buffer.concat([Buffer.from('counterpay-hint\n', 'utf8'), inner]);
  if (!verify(null, words, ed25519.trusted.publicKey, bytes)) return none;
  const fields = fieldsIn(inner, shapes.hint, false);
  if (fields === null) return none;
  const { number, terminalId, paymentRequestId, amount, says, at } = fields;
  const { currency, value } = amount as { currency: string; value: string };
  return {
    kind: 'hint',
    code: JSON.stringify({ number, terminalId, paymentRequestId, amount: { currency, value }, says, at }),
  };
}
