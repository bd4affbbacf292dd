import type { Chance } from '../chance.ts';
import { mutatedBytes } from '../mutation/byte-mutation.ts';
import { mutatedJson } from '../mutation/json-mutation.ts';
import {
  alipayForm,
  backendForm,
  bytesOf,
  goodAnswer,
  goodNotification,
  grant,
  hint,
  notification,
  paymentAnswer,
  paymentOrder,
  textFor,
  type Api,
} from './bodies.ts';
import type { AlipayCase, BackendCase, Case, Changes, GrantCase, HintCase, RequestCase, StreamCase } from './case.ts';
import { otherwise } from './rfc9421.ts';
import type { Fields } from './shape.ts';
import { bareSpelling, digestHeader, rfcInput, rfcSignature, signatureHeader } from './ways.ts';

export const clientId = 'SANDBOX_COUNTERPAY';
export const paths = {
  'alipay pay': '/aps/api/v1/payments/pay',
  'alipay order': '/aps/api/v1/payments/pay',
  'alipay inquiry': '/aps/api/v1/payments/inquiryPayment',
  'alipay cancel': '/aps/api/v1/payments/cancelPayment',
  notification: '/alipay/notify',
} as const;

export function nextCase(chance: Chance): Case {
  return chance.weighted<() => Case>([
    [() => ({ reader: 'json', body: base64(textFor(anyBody(chance), chance)) }), 34],
    [() => alipayCase(chance), 34],
    [() => backendCase(chance), 12],
    [() => requestCase(chance), 10],
    [() => hintCase(chance), 8],
    [() => grantCase(chance), 4],
    [() => streamCase(chance), 6],
  ])();
}

function anyBody(chance: Chance): Fields {
  return chance.pick([
    () => paymentAnswer('inquiry', chance, alipayForm),
    () => paymentAnswer('order', chance, alipayForm),
    () => notification(chance),
    () => paymentOrder(chance),
    () => ({ a: [1, -0, 1e300, 'é\ud83d\ude00', null, true], 'b\u0000': { b: {} }, '': '\u2028' }),
  ])();
}

function apiOf(reader: AlipayCase['reader'] | BackendCase['reader']): Api {
  const [, api] = reader.split(' ');
  return api === 'pay' || api === 'order' || api === 'inquiry' ? api : 'cancel';
}

function alipayCase(chance: Chance): AlipayCase {
  const reader = chance.pick([
    'alipay pay',
    'alipay order',
    'alipay inquiry',
    'alipay cancel',
    'notification',
  ] as const);
  const api = apiOf(reader);
  const isNotice = reader === 'notification';
  const isIntact = chance.of(0.6);
  const bytes = isIntact
    ? textFor(isNotice ? notification(chance) : paymentAnswer(api, chance, alipayForm), chance)
    : bytesOf(JSON.stringify(isNotice ? goodNotification() : goodAnswer(api)));
  const time = chance.pick(['2026-11-21T12:00:11+08:00', '1795234811000', 'x.y', '2019-05-28T12:12:12Z']);
  const signed = { path: paths[reader], clientId, time, body: base64(bytes) };
  const as = { status: 200, path: paths[reader], headers: {}, body: signed.body };
  const intact: AlipayCase = { reader, by: 'trusted', signed, came: as };
  if (isIntact) return intact;
  return chance.pick<() => AlipayCase>([
    () => ({ ...intact, by: 'other' }),
    () => ({ ...intact, came: { ...as, status: chance.pick([200, 201, 204, 302, 500]) } }),
    () => ({ ...intact, came: { ...as, body: base64(changed(bytes, chance)) } }),
    () => ({ ...intact, signed: { ...signed, path: chance.pick(Object.values(paths) as [string, ...string[]]) } }),
    () => ({ ...intact, signed: { ...signed, clientId: chance.pick(['SANDBOX_OTHER', clientId.toLowerCase(), '']) } }),
    () => ({ ...intact, signed: { ...signed, time: chance.pick(['2026-11-21T12:00:12+08:00', '', 'x']) } }),
    () => withHeaders(intact, { signature: signatureHeader(chance) }),
    () => withHeaders(intact, { signature: signatureHeader(chance) }),
    () =>
      withHeaders(intact, {
        'client-id': chance.pick([null, 'SANDBOX_OTHER', `${clientId}, ${clientId}`, clientId.toLowerCase()]),
      }),
    () =>
      withHeaders(intact, {
        'response-time': chance.pick([null, '', `${time}, ${time}`, `${time}.`, `${time} `, '0']),
      }),
    () => withHeaders(intact, { 'request-time': chance.pick([null, '', `${time}, ${time}`, `${time}.`, '0']) }),
  ])();
}

function backendCase(chance: Chance): BackendCase {
  const reader = chance.pick(['backend pay', 'backend order', 'backend inquiry', 'backend cancel'] as const);
  const api = apiOf(reader);
  const isIntact = chance.of(0.5);
  const bytes = isIntact
    ? textFor(paymentAnswer(api, chance, backendForm), chance)
    : bytesOf(JSON.stringify(goodAnswer(api)));
  const signed = { status: 200, body: base64(bytes) };
  const as = { status: 200, headers: {}, body: signed.body };
  const intact: BackendCase = { reader, by: 'trusted', asked: 'nonce1', boundTo: 'nonce1', signed, came: as };
  if (isIntact) return intact;
  const withChange = (headers: Changes): BackendCase => ({ ...intact, came: { ...as, headers } });
  return chance.pick<() => BackendCase>([
    () => ({ ...intact, by: 'other' }),
    () => ({ ...intact, boundTo: 'nonce2' }),
    () => ({ ...intact, boundTo: 'nonce2', came: { ...as, headers: { 'counterpay-nonce': 'nonce1' } } }),
    () => ({ ...intact, signed: { ...signed, status: chance.pick([201, 400, 500]) } }),
    () => ({ ...intact, signed: { ...signed, covers: chance.pick(otherwise) } }),
    () => ({ ...intact, signed: { ...signed, covers: chance.pick(otherwise) } }),
    () => ({ ...intact, came: { ...as, body: base64(changed(bytes, chance)) } }),
    () => ({
      ...intact,
      came: { ...as, body: base64(changed(bytes, chance)), headers: { 'content-digest': '{digest}' } },
    }),
    () => withChange({ signature: rfcSignature(chance) }),
    () => withChange({ signature: rfcSignature(chance) }),
    () => withChange({ 'signature-input': rfcInput(chance) }),
    () => withChange({ 'signature-input': rfcInput(chance) }),
    () => withChange({ 'content-digest': digestHeader(chance) }),
    () => withChange({ 'counterpay-time': chance.pick([null, '', '0', '1795234811000, 1795234811000', '-1', '1e12']) }),
    () => withChange({ 'counterpay-nonce': chance.pick([null, '', 'nonce1, nonce1', 'NONCE1', 'nonce11']) }),
  ])();
}

function requestCase(chance: Chance): RequestCase {
  const isIntact = chance.of(0.4);
  const order = paymentOrder(chance);
  const bytes = isIntact ? textFor(order, chance) : bytesOf(JSON.stringify(order));
  const target = chance.pick(['/v1/payments', '/v1/payments', '/v1/payments?fresh=1']);
  const signed = { method: 'POST', target, terminalId: 'TILL1', body: base64(bytes) } as const;
  const as = { method: 'POST', target, headers: {}, body: signed.body };
  const intact: RequestCase = { reader: 'payment order', by: 'trusted', signed, came: as };
  if (isIntact) return intact;
  const withChange = (headers: Changes): RequestCase => ({ ...intact, came: { ...as, headers } });
  return chance.pick<() => RequestCase>([
    () => ({ ...intact, by: 'other' }),
    () => ({ ...intact, signed: { ...signed, method: 'GET' } }),
    () => ({ ...intact, signed: { ...signed, covers: chance.pick(otherwise) } }),
    () => ({ ...intact, signed: { ...signed, covers: chance.pick(otherwise) } }),
    () => ({ ...intact, came: { ...as, method: chance.pick(['GET', 'PUT', 'PATCH']) } }),
    () => ({ ...intact, signed: { ...signed, terminalId: chance.pick(['TILL2', 'till1', 'TILL10']) } }),
    () => ({
      ...intact,
      came: {
        ...as,
        target: chance.pick([
          '/v1/refunds',
          '/v1/payments?',
          '/v1/payments?fresh=0',
          '/v1//payments',
          '/v1/../v1/payments',
          '/v1/%70ayments',
          '/v1/payments#x',
          '//evil/v1/payments',
          '\\v1',
        ]),
      },
    }),
    () => ({ ...intact, came: { ...as, body: base64(changed(bytes, chance)) } }),
    () => ({
      ...intact,
      came: { ...as, body: base64(changed(bytes, chance)), headers: { 'content-digest': '{digest}' } },
    }),
    () => withChange({ signature: rfcSignature(chance) }),
    () => withChange({ 'signature-input': rfcInput(chance) }),
    () => withChange({ 'content-digest': digestHeader(chance) }),
    () =>
      withChange({
        'counterpay-terminal': chance.pick([null, '', 'TILL2', 'TILL10', 'TILL1, TILL1', 'till1', '__proto__']),
      }),
    () => withChange({ 'counterpay-nonce': chance.pick([null, '', 'nonce2', 'nonce1, nonce1']) }),
    () => withChange({ 'counterpay-journal-head': chance.pick([null, '', '1:00', '0:x']) }),
    () => withChange({ 'counterpay-time': chance.pick([null, '', '0', 'now', '1795234811001']) }),
  ])();
}

function hintCase(chance: Chance): HintCase {
  const text = Buffer.from(textFor(hint(chance), chance)).toString('utf8');
  const intact: HintCase = {
    reader: 'hint',
    by: 'trusted',
    before: 'counterpay-hint',
    signed: text,
    data: wrapped(text),
  };
  if (chance.of(0.5)) return intact;
  return chance.pick<() => HintCase>([
    () => ({ ...intact, by: 'other' }),
    () => ({ ...intact, before: chance.pick(['', 'counterpay-grant', 'counterpay-hint\n', 'COUNTERPAY-HINT']) }),
    () => ({ ...intact, data: wrapped(Buffer.from(changed(bytesOf(text), chance)).toString('utf8')) }),
    () => ({ ...intact, data: mutatedJson({ hint: text, signature: '{signature}' }, chance, chance.whole(1, 2)) }),
    () => ({ ...intact, data: Buffer.from(changed(bytesOf(wrapped(text)), chance)).toString('utf8') }),
    () => ({
      ...intact,
      data: wrapped(text, bareSpelling(chance)),
    }),
  ])();
}

function grantCase(chance: Chance): GrantCase {
  const text = Buffer.from(textFor(grant(chance), chance)).toString('utf8');
  const intact: GrantCase = { reader: 'grant', by: 'trusted', signed: text, grant: text, signature: '{signature}' };
  if (chance.of(0.6)) return intact;
  return chance.pick<() => GrantCase>([
    () => ({ ...intact, by: 'other' }),
    () => ({ ...intact, grant: Buffer.from(changed(bytesOf(text), chance)).toString('utf8') }),
    () => ({ ...intact, signature: bareSpelling(chance) }),
  ])();
}

/** Events with a hint in each, comments, other fields, and whatever a line may end with. */
function streamCase(chance: Chance): StreamCase {
  const line = (): string =>
    chance.pick([
      'event: hint',
      'event:hint',
      'event',
      `data: ${wrapped(JSON.stringify(hint(chance)))}`,
      'data:',
      'data: \u2028 é\ud83d\ude00',
      'data:  two',
      ': still here',
      'id: 7',
      'retry: 1',
      'DATA: x',
      ' data: x',
      '\ufeffdata: x',
      'data: x\u0000',
      '',
      '',
      '',
    ]);
  const end = (): string => chance.pick(['\n', '\n', '\r\n', '\r']);
  const long = chance.of(0.02) ? `data: ${'x'.repeat(chance.pick([8_000, 16_384, 40_000]))}\n\n` : '';
  const text = Array.from({ length: chance.whole(1, 24) }, () => line() + end()).join('') + long;
  const bytes = chance.of(0.8) ? bytesOf(text) : changed(bytesOf(text), chance);
  const cuts = Array.from({ length: chance.whole(0, 6) }, () => chance.whole(0, bytes.byteLength));
  return { reader: 'event stream', bytes: base64(bytes), cuts: cuts.toSorted((a, b) => a - b) };
}

function wrapped(text: string, signature = '{signature}'): string {
  return JSON.stringify({ hint: text, signature });
}

function withHeaders(one: AlipayCase, headers: Changes): AlipayCase {
  return { ...one, came: { ...one.came, headers } };
}

/** Other bytes than were signed: damaged ones, or ones that read as well. */
function changed(bytes: Uint8Array, chance: Chance): Uint8Array {
  if (chance.of(0.5)) return mutatedBytes(bytes, chance, chance.whole(1, 2));
  const text = Buffer.from(bytes).toString('utf8');
  return bytesOf(chance.of(0.5) ? `${text} ` : text.replace(/[1-9](?=[^1-9]*$)/, '0'));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
