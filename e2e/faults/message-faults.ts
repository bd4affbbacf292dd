import { generateKeyPairSync } from 'node:crypto';

import { bothHops, gone, jsonBytes, successFor, unknownFor, type Fault } from './fault.ts';
import { bytesOf, headerIn, withHeader, withoutHeader, type Answer } from './http-message.ts';
import type { Forgery } from './pens.ts';
import { namesIn, type Call, type Hop, type Strike } from './wire.ts';

const dayMs = 86_400_000;
const old = {
  near: generateKeyPairSync('ed25519').privateKey,
  far: generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey,
};

/** The signature is not what it must be. Before the server acted the answer says success. */
const wrongSignatures: readonly Fault[] = [
  altered('signature with one bit changed', (answer) => {
    const header = headerIn(answer, 'signature');
    const at = header.indexOf('=', header.lastIndexOf('signature')) + 12;
    const other = header[at] === 'A' ? 'B' : 'A';
    return withHeader(answer, 'signature', header.slice(0, at) + other + header.slice(at + 1));
  }),
  forged('signature of another body', ({ body }) => ({ signedBody: Buffer.concat([body, Buffer.from(' ')]) })),
  forged('signed with an old key, till', () => ({ key: old.near }), ['near']),
  forged('signed with an old key, Alipay+', () => ({ key: old.far }), ['far']),
  altered('signature missing', (answer) => withoutHeader(answer, 'signature')),
  altered('signature twice', (answer) => ({
    ...answer,
    headers: [...answer.headers, ['signature', headerIn(answer, 'signature')]],
  })),
  altered('signature empty', (answer) => withHeader(answer, 'signature', '')),
  altered(
    'signature not URL-encoded',
    (answer) => withHeader(answer, 'signature', decodeURIComponent(headerIn(answer, 'signature'))),
    ['far'],
  ),
  altered('time changed after signing', (answer, { pen }) => {
    const time = headerIn(answer, pen.timeHeader);
    return withHeader(
      answer,
      pen.timeHeader,
      time.replace(/\d(?=Z?$)/, (digit) => String((Number(digit) + 1) % 10)),
    );
  }),
  altered('time missing', (answer, { pen }) => withoutHeader(answer, pen.timeHeader)),
  altered('success written over what was signed', (answer, strike) => ({
    ...answer,
    body: jsonBytes({ ...successFor(strike), resultMessage: 'Paid.' }),
  })),
  forged('of another client, or with another nonce', () => ({ asker: 'SANDBOX_ANOTHER' })),
  forged('signed for another address', () => ({ path: '/aps/api/v1/payments/refund' })),
  forged(
    'bound to another request of the same till',
    () => ({ requestSignature: `counterpay=:${'A'.repeat(86)}==:` }),
    ['near'],
  ),
  forged('signature that does not cover the body', () => ({ uncovered: ['"content-digest"'] }), ['near']),
  forged('signature that does not cover the request', () => ({ uncovered: ['"signature";req;key="counterpay"'] }), [
    'near',
  ]),
  forged('signature in the name of a till', () => ({ keyId: 'TILL1' }), ['near']),
];

/** The signature is right, and what it stands under cannot be taken. */
const wrongWords: readonly Fault[] = [
  reworded('JSON cut off', (text, { chance }) => text.slice(0, chance(text.length))),
  reworded('status in lower case', (text) =>
    text.replace(/(?<="resultStatus":")[SFU]/g, (status) => status.toLowerCase()),
  ),
  reworded('status that nobody knows', (text) => text.replace(/"resultStatus":"[SFU]"/g, '"resultStatus":"P"')),
  reworded('resultInfo instead of result', (text) => text.replace('"result":', '"resultInfo":')),
  reworded('a key twice', (text) => text.replace('{', '{"result":{"resultStatus":"F","resultCode":"RISK_REJECT"},')),
  reworded('a field of 10 MB', (text) => text.replace('{', `{"padding":"${'x'.repeat(10_000_000)}",`)),
  reworded('nested deep', (text) => text.replace('{', `{"x":${'['.repeat(200)}${']'.repeat(200)},`)),
  reworded('a byte order mark', (text) => `\ufeff${text}`),
  reworded('a list', (text) => `[${text}]`),
  reworded('empty', () => ''),
  // Of a payment that was made, but not this one. A cancel says nothing of the kind.
  repriced('another amount', { paymentAmount: { currency: 'EUR', value: '1251' } }),
  repriced('another currency', { paymentAmount: { currency: 'USD', value: '1250' } }),
  repriced('an amount with a decimal point', { paymentAmount: { currency: 'EUR', value: '12.50' } }),
  repriced('an amount that is a number', { paymentAmount: { currency: 'EUR', value: 1_250 } }),
  repriced('paid before it was asked for', { paymentTime: '2020-01-01T00:00:00Z' }),
  repriced('without its paymentId', { paymentId: undefined }),
  repriced('about another payment', { paymentRequestId: 'TILL1another' }),
];

/** What a server may well say, and what therefore must end in the right outcome by asking on. */
const strangeButTrue: readonly Fault[] = [
  honest('dated a day ago', (now) => now - dayMs),
  honest('dated a day ahead', (now) => now + dayMs),
  failing('SOMETHING_NEW'),
  failing('ACCESS_DENIED'),
  failing('PROCESS_FAIL', ['pay', 'inquiry']), // to a cancel it says: refused for good
];

export const messageFaults: readonly Fault[] = [
  ...wrongSignatures,
  ...wrongWords,
  ...strangeButTrue,
  message("another payment's genuine answer", ['near'], replay),
  // Alipay+ binds these two: an inquiry names its payment, and a paymentId counts once. The others are among the TLS faults.
  { ...message("another payment's genuine answer, heard before", ['far'], replay), calls: ['pay', 'inquiry'] },
];

async function replay({ wire, call, question, moment, genuine }: Strike): Promise<Answer> {
  if (moment === 'after') await genuine();
  const kept = wire.keptOfAnother(call, namesIn(question).paymentRequestId);
  if (kept === null) throw new Error(`no ${question.target} was answered before`);
  return kept;
}

type Making = (strike: Strike) => Answer | Promise<Answer>;

function message(name: string, hops: readonly Hop[], make: Making): Fault {
  return {
    name,
    layer: 'message',
    hops,
    async strike(strike) {
      const answer = await make(strike);
      strike.asker.line.end(bytesOf(answer));
      await gone(strike);
    },
  };
}

/** The genuine answer, or a success in the server's own hand, with something changed afterwards. */
function altered(name: string, change: (answer: Answer, strike: Strike) => Answer, hops = bothHops): Fault {
  return message(name, hops, async (strike) => change(await answerFor(strike), strike));
}

/** The same words signed in another way. */
function forged(name: string, forgeryOf: (answer: Answer) => Forgery, hops = bothHops): Fault {
  return message(name, hops, async (strike) => {
    const answer = await answerFor(strike);
    return strike.pen.write(strike.question, answer.body, strike.pace.now(), forgeryOf(answer));
  });
}

/** Other words under a right signature. */
function reworded(name: string, change: (text: string, strike: Strike) => string): Fault {
  return message(name, bothHops, async (strike) => {
    const answer = await answerFor(strike);
    const body = Buffer.from(change(answer.body.toString('utf8'), strike), 'utf8');
    return strike.pen.write(strike.question, body, strike.pace.now());
  });
}

/** A success with other facts. What says no success has no facts to change, and goes back as it is. */
function repriced(name: string, change: Record<string, unknown>): Fault {
  return signed(name, async (strike) => {
    const { call, moment, genuine } = strike;
    if (call === 'cancel') return moment === 'after' ? read(await genuine()) : unknownFor(strike);
    const said = moment === 'after' ? read(await genuine()) : successFor(strike);
    return 'paymentTime' in said ? { ...said, ...change } : said;
  });
}

/** `F`, signed and bound, which says nothing of the payment: it is on nobody's list of refusals. */
function failing(resultCode: string, calls: readonly Call[] = ['pay', 'inquiry', 'cancel']): Fault {
  return signed(`F ${resultCode}`, async (strike) => {
    if (strike.moment === 'after') await strike.genuine();
    const result = { resultStatus: 'F', resultCode: calls.includes(strike.call) ? resultCode : 'ACCESS_DENIED' };
    return { ...unknownFor(strike), result };
  });
}

function signed(name: string, words: (strike: Strike) => Promise<Record<string, unknown>>): Fault {
  return message(name, bothHops, async (strike) => {
    const said = await words(strike);
    return strike.pen.write(strike.question, jsonBytes(said), strike.pace.now());
  });
}

/** Nothing is wrong but the date: the genuine answer, or that nothing is known. */
function honest(name: string, at: (now: number) => number): Fault {
  return message(name, bothHops, async (strike) => {
    const { moment, pen, question, pace, genuine } = strike;
    const body = moment === 'after' ? (await genuine()).body : jsonBytes(unknownFor(strike));
    return pen.write(question, body, pace.now(), { at: at(pace.now()) });
  });
}

async function answerFor(strike: Strike): Promise<Answer> {
  const { moment, pen, question, pace, genuine } = strike;
  return moment === 'after' ? await genuine() : pen.write(question, jsonBytes(successFor(strike)), pace.now());
}

function read({ body }: Answer): Record<string, unknown> {
  return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
}
