import { createHash, sign, type KeyObject } from 'node:crypto';

import type { Answer, Question } from './http-message.ts';

/** How a signature differs from the right one. */
export type Forgery = {
  /** Another key than the server's own. */
  key?: KeyObject;
  /** When it says it was signed; milliseconds since 1970. */
  at?: number;
  /** What is signed instead of the body that is sent. */
  signedBody?: Buffer;
  /** Whose answer it says it is: a client id, or a request's nonce. */
  asker?: string;
  /** The path that is signed. */
  path?: string;
  /** The request's signature that is signed. */
  requestSignature?: string;
  /** The components of the signature that are left out. */
  uncovered?: readonly string[];
  keyId?: string;
};

/** Signs as one of the two servers does, from what is published of it: no code of ours. */
export interface Pen {
  /** The header that says when. */
  readonly timeHeader: string;
  /** The header that says to whom. */
  readonly askerHeader: string;
  write(question: Question, body: Buffer, at: number, forgery?: Forgery): Answer;
}

const json = ['content-type', 'application/json; charset=UTF-8'] as const;

/** Alipay+: RSA over method, path, client, time and body (Alipay+ API, sign a message). */
export function alipayPen(ownKey: KeyObject): Pen {
  return {
    timeHeader: 'response-time',
    askerHeader: 'client-id',
    write(question, body, at, forgery = {}) {
      const time = new Date(forgery.at ?? at).toISOString().replace(/\.\d+Z/, 'Z');
      const asker = forgery.asker ?? question.headers['client-id'] ?? '';
      const head = `${question.method} ${forgery.path ?? question.target}\n${asker}.${time}.`;
      const content = Buffer.concat([Buffer.from(head), forgery.signedBody ?? body]);
      const signature = sign('sha256', content, forgery.key ?? ownKey).toString('base64');
      const headers = [
        json,
        ['client-id', asker],
        ['response-time', time],
        ['signature', `algorithm=RSA256,keyVersion=1,signature=${encodeURIComponent(signature)}`],
      ] as const;
      return { status: 200, headers, body };
    },
  };
}

/** The backend: RFC 9421 with Ed25519, bound to the request. */
export function backendPen(ownKey: KeyObject): Pen {
  return {
    timeHeader: 'counterpay-time',
    askerHeader: 'counterpay-nonce',
    write(question, body, at, forgery = {}) {
      const time = Math.round(forgery.at ?? at);
      const nonce = forgery.asker ?? question.headers['counterpay-nonce'] ?? '';
      const asked = forgery.requestSignature ?? question.headers['signature'] ?? '';
      const digest = `sha-256=:${createHash('sha256')
        .update(forgery.signedBody ?? body)
        .digest('base64')}:`;
      const all = [
        ['"@status"', '200'],
        ['"content-digest"', digest],
        ['"counterpay-nonce"', nonce],
        ['"counterpay-time"', String(time)],
        ['"@method";req', question.method],
        ['"@path";req', forgery.path ?? question.target.split('?')[0] ?? ''],
        ['"counterpay-nonce";req', nonce],
        ['"signature";req;key="counterpay"', asked.replace(/^counterpay=/, '')],
      ] as const;
      const covered = all.filter(([name]) => forgery.uncovered?.includes(name) !== true);
      const names = covered.map(([name]) => name).join(' ');
      const seconds = Math.floor(time / 1_000);
      const terms = `(${names});created=${seconds};keyid="${forgery.keyId ?? 'backend'}";tag="counterpay-answer"`;
      const base = [...covered, ['"@signature-params"', terms]].map(([name, value]) => `${name}: ${value}`).join('\n');
      const signature = sign(null, Buffer.from(base), forgery.key ?? ownKey).toString('base64');
      const headers = [
        json,
        ['counterpay-nonce', nonce],
        ['counterpay-time', String(time)],
        ['content-digest', digest],
        ['signature-input', `counterpay=${terms}`],
        ['signature', `counterpay=:${signature}:`],
      ] as const;
      return { status: 200, headers, body };
    },
  };
}
