import { gzipSync } from 'node:zlib';

import { bothHops, gone, jsonBytes, successFor, unknownFor, type Fault } from './fault.ts';
import { bytesOf, withHeader, type Answer, type Header } from './http-message.ts';
import { away } from './tcp-faults.ts';
import type { Strike } from './wire.ts';

const signInPage =
  '<!doctype html><title>Sign in</title><form method="post" action="/login"><input name="room"></form>';

/** Statuses that stand before an answer whose signature is right: a proxy's, or a server's that broke on its way out. */
const statuses: readonly (readonly [status: number, words: string, headers?: readonly Header[]])[] = [
  [204, 'No Content'],
  [401, 'Unauthorized', [['www-authenticate', 'Basic realm="proxy"']]],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [408, 'Request Timeout'],
  [429, 'Too Many Requests', [['retry-after', '3600']]],
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable', [['retry-after', '1']]],
  [504, 'Gateway Timeout'],
];

export const httpFaults: readonly Fault[] = [
  instead('200 with a page of HTML', () => page(200, signInPage)),
  away(
    'a sign-in page for everyone from then on',
    ({ line }) => void line.once('data', () => line.end(bytesOf(page(200, signInPage)))),
    'HTTP',
  ),
  instead('302 to a sign-in page', () => withHeader(page(302, ''), 'location', 'http://127.0.0.1:9/login')),
  // To the server itself: who follows it asks twice.
  instead('307 to the same server', ({ wire, question }) =>
    withHeader(page(307, ''), 'location', `${wire.target}${question.target}`),
  ),
  ...statuses.map(([status, words, headers]) =>
    instead(`${status}${headers?.[0]?.[0] === 'retry-after' ? ' with Retry-After' : ''}`, () => {
      const answer = page(status, status === 204 ? '' : words);
      return { ...answer, headers: [...answer.headers, ...(headers ?? [])] };
    }),
  ),
  around('500 around a signed success', (answer) => bytesOf({ ...answer, status: 500 })),
  around('length too long', (answer) => bytesOf(answer, [['content-length', String(answer.body.byteLength + 7)]])),
  around('length too short', (answer) => bytesOf(answer, [['content-length', String(answer.body.byteLength - 7)]])),
  around('two lengths', (answer) =>
    bytesOf(answer, [
      ['content-length', String(answer.body.byteLength)],
      ['content-length', '5'],
    ]),
  ),
  around('chunks that are none', (answer) => bytesOf(answer, [['transfer-encoding', 'chunked']])),
  around('a gzip bomb', (answer) =>
    bytesOf({
      ...withHeader(answer, 'content-encoding', 'gzip'),
      body: gzipSync(Buffer.concat([answer.body, Buffer.alloc(60_000_000, ' ')])),
    }),
  ),
  around('100 Continue and nothing more', () => Buffer.from('HTTP/1.1 100 Continue\r\n\r\n')),
  around('no HTTP', ({ body }) => body),
  around('headers without end', (answer) => bytesOf(withHeader(answer, 'x-padding', 'x'.repeat(100_000)))),
  { name: 'the answer comes twice', layer: 'HTTP', hops: bothHops, strike: twoAnswers },
  { name: 'answers of two connections swapped', layer: 'HTTP', hops: bothHops, strike: swapped },
];

function page(status: number, words: string): Answer {
  return { status, headers: [['content-type', 'text/html']], body: Buffer.from(words) };
}

/** Somebody else answers: without the server (before), or after it has acted. */
function instead(name: string, answerOf: (strike: Strike) => Answer): Fault {
  return {
    name,
    layer: 'HTTP',
    hops: bothHops,
    async strike(strike) {
      if (strike.moment === 'after') await strike.genuine();
      strike.asker.line.end(bytesOf(answerOf(strike)));
      await gone(strike);
    },
  };
}

/** The genuine answer (after), or a success that the server never gave, in HTTP that is not to be believed. */
function around(name: string, wrap: (answer: Answer) => Buffer): Fault {
  return {
    name,
    layer: 'HTTP',
    hops: bothHops,
    async strike(strike) {
      const { moment, asker, pen, question, pace, genuine } = strike;
      const answer =
        moment === 'after' ? await genuine() : pen.write(question, jsonBytes(successFor(strike)), pace.now());
      asker.line.write(wrap(answer));
      await pace.wait(1_000);
      if (!name.startsWith('100')) asker.line.end();
      await gone(strike);
    },
  };
}

/** On one connection, which is for one answer: the honest one, then a success. */
async function twoAnswers(strike: Strike): Promise<void> {
  const { moment, asker, pen, question, pace, genuine } = strike;
  const honest = moment === 'after' ? await genuine() : pen.write(question, jsonBytes(unknownFor(strike)), pace.now());
  const success = pen.write(question, jsonBytes(successFor(strike)), pace.now());
  asker.line.end(Buffer.concat([bytesOf(honest), bytesOf(success)]));
  await gone(strike);
}

/** With the next request on this wire, whatever it is. Before: the struck one never arrives, and gets the other's answer. */
async function swapped(strike: Strike): Promise<void> {
  const { moment, asker, wire, genuine } = strike;
  const mine = moment === 'after' ? await genuine() : null;
  const other = await wire.next(12_000);
  if (other === null) return void asker.raw.destroy();
  const others = await wire.genuine(other.question);
  asker.line.end(bytesOf(others));
  if (mine === null) other.asker.raw.resetAndDestroy();
  else other.asker.line.end(bytesOf(mine));
}
