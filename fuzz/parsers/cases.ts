import type { Chance } from '../chance.ts';
import { mutatedBytes } from '../mutation/byte-mutation.ts';
import { mutatedJson } from '../mutation/json-mutation.ts';
import { bytesOf, hint, notification, paymentAnswer, paymentOrder, textFor } from './bodies.ts';
import type { AlipayCase, BackendCase, Case, Changes, HintCase, RequestCase } from './case.ts';
import type { Fields } from './shape.ts';

export const clientId = 'SANDBOX_COUNTERPAY';
export const paths = {
  'alipay pay': '/aps/api/v1/payments/pay',
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
    [() => hintCase(chance), 10],
  ])();
}

function anyBody(chance: Chance): Fields {
  return chance.pick([
    () => paymentAnswer('inquiry', chance),
    () => notification(chance),
    () => paymentOrder(),
    () => ({ a: [1, -0, 1e300, 'é\ud83d\ude00', null, true], 'b\u0000': { b: {} }, '': '\u2028' }),
  ])();
}

function alipayCase(chance: Chance): AlipayCase {
  const reader = chance.pick(['alipay pay', 'alipay inquiry', 'alipay cancel', 'notification'] as const);
  const api = reader === 'alipay pay' ? 'pay' : reader === 'alipay inquiry' ? 'inquiry' : 'cancel';
  const body = reader === 'notification' ? notification(chance) : paymentAnswer(api, chance);
  const bytes = textFor(body, chance);
  const time = chance.pick(['2026-11-21T12:00:11+08:00', '1795234811000', 'x.y', '2019-05-28T12:12:12Z']);
  const signed = { path: paths[reader], clientId, time, body: base64(bytes) };
  const as = { status: 200, path: paths[reader], headers: {}, body: signed.body };
  const intact: AlipayCase = { reader, by: 'trusted', signed, came: as };
  if (chance.of(0.6)) return intact;
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

/** Ways to write a signature that some reader might take for the same. */
function signatureHeader(chance: Chance): string | null {
  return chance.pick<string | null>([
    null,
    '',
    '{signature}',
    ' {signature} ',
    '{signature}, {signature}',
    '{signature},',
    '{signature}&',
    'algorithm=RSA256, keyVersion=2, signature={encoded}',
    'algorithm=RSA256,  keyVersion=999999999,signature={encoded}',
    'algorithm=RSA256,keyVersion=9999999999,signature={encoded}',
    'algorithm=RSA256,keyVersion=-1,signature={encoded}',
    'algorithm=RSA256,signature={encoded}',
    'algorithm=RSA256 ,signature={encoded}',
    'algorithm=rsa256,keyVersion=1,signature={encoded}',
    'algorithm=none,keyVersion=1,signature={encoded}',
    'algorithm=HS256,keyVersion=1,signature={encoded}',
    'keyVersion=1,algorithm=RSA256,signature={encoded}',
    'algorithm=RSA256,keyVersion=1,signature={encoded},signature={encoded}',
    'algorithm=RSA256,keyVersion=1,signature={base64}',
    'algorithm=RSA256,keyVersion=1,signature={base64url}',
    'algorithm=RSA256,keyVersion=1,signature="{encoded}"',
    'algorithm=RSA256,keyVersion=1,signature={lower}',
    'algorithm=RSA256,keyVersion=1,signature={unpadded}',
    'algorithm=RSA256,keyVersion=1,signature={twice}',
    'algorithm=RSA256,keyVersion=1,signature={flipped}',
    'algorithm=RSA256,keyVersion=1,signature={cut}',
    'algorithm=RSA256,keyVersion=1,signature={spare}',
    'algorithm=RSA256,keyVersion=1,signature=',
    'algorithm=RSA256,keyVersion=1,signature=%00%00',
    'algorithm=RSA256,keyVersion=1,signature={encoded}%',
    'algorithm=RSA256,keyVersion=1,signature=%{encoded}',
    '{base64}',
  ]);
}

function backendCase(chance: Chance): BackendCase {
  const reader = chance.pick(['backend pay', 'backend inquiry', 'backend cancel'] as const);
  const api = reader === 'backend pay' ? 'pay' : reader === 'backend inquiry' ? 'inquiry' : 'cancel';
  const bytes = textFor(paymentAnswer(api, chance), chance);
  const signed = { status: 200, body: base64(bytes) };
  const as = { status: 200, headers: {}, body: signed.body };
  const intact: BackendCase = { reader, by: 'trusted', asked: 'nonce1', boundTo: 'nonce1', signed, came: as };
  if (chance.of(0.5)) return intact;
  const withChange = (headers: Changes): BackendCase => ({ ...intact, came: { ...as, headers } });
  return chance.pick<() => BackendCase>([
    () => ({ ...intact, by: 'other' }),
    () => ({ ...intact, boundTo: 'nonce2' }),
    () => ({ ...intact, boundTo: 'nonce2', came: { ...as, headers: { 'counterpay-nonce': 'nonce1' } } }),
    () => ({ ...intact, signed: { ...signed, status: chance.pick([201, 400, 500]) } }),
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
  const bytes = textFor(paymentOrder(), chance);
  const target = chance.pick(['/v1/payments', '/v1/payments', '/v1/payments?fresh=1']);
  const signed = { method: 'POST', target, terminalId: 'TILL1', body: base64(bytes) } as const;
  const as = { method: 'POST', target, headers: {}, body: signed.body };
  const intact: RequestCase = { reader: 'payment order', by: 'trusted', signed, came: as };
  if (chance.of(0.4)) return intact;
  const withChange = (headers: Changes): RequestCase => ({ ...intact, came: { ...as, headers } });
  return chance.pick<() => RequestCase>([
    () => ({ ...intact, by: 'other' }),
    () => ({ ...intact, signed: { ...signed, method: 'GET' } }),
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

/** The header of RFC 9421's `Signature`, in ways that are not the one agreed on. */
function rfcSignature(chance: Chance): string | null {
  return chance.pick<string | null>([
    null,
    '',
    '{signature}',
    '{signature}, {signature}',
    'other={bare}, {signature}',
    '{signature}, other={bare}',
    'other={bare}',
    'COUNTERPAY={bare}',
    'counterpay={bare};a=1',
    'counterpay=:{base64url}:',
    'counterpay=:{unpadded}:',
    'counterpay=:{spare}:',
    'counterpay=:{flipped}:',
    'counterpay=:{cut}:',
    'counterpay="{base64}"',
    'counterpay={base64}',
    'counterpay=: {base64}:',
    'counterpay::',
  ]);
}

/** The header of RFC 9421's `Signature-Input`, in ways that are not the one agreed on. */
function rfcInput(chance: Chance): string | null {
  return chance.pick<string | null>([
    null,
    '',
    '{input}',
    '{input}, {input}',
    'other={input-bare}',
    '{input-without-last}',
    '{input-reversed}',
    '{input-without-digest}',
    '{input-empty}',
    '{input};expires=1',
    '{input};alg="ed25519"',
    '{input-other-tag}',
    '{input-other-key}',
    '{input-no-tag}',
    '{input-other-created}',
    '{input-upper}',
    '{input-spaced}',
    '{input-twice}',
  ]);
}

function digestHeader(chance: Chance): string | null {
  return chance.pick<string | null>([
    null,
    '',
    '{digest}',
    '{digest}, {digest}',
    'SHA-256={digest-bare}',
    'sha-512={digest-bare}',
    'sha-256=:AAAA:',
    'md5=:AAAA:, {digest}',
    '{digest},',
  ]);
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
      data: wrapped(
        text,
        chance.pick([
          '',
          '{base64url}',
          '{unpadded}',
          '{spare}',
          '{flipped}',
          '{cut}',
          ' {signature}',
          '{signature}{signature}',
        ]),
      ),
    }),
  ])();
}

function wrapped(text: string, signature = '{signature}'): string {
  return JSON.stringify({ hint: text, signature });
}

function withHeaders(one: AlipayCase, headers: Changes): AlipayCase {
  return { ...one, came: { ...one.came, headers } };
}

function changed(bytes: Uint8Array, chance: Chance): Uint8Array {
  return mutatedBytes(bytes, chance, chance.whole(1, 2));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
