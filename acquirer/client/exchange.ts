import * as http from 'node:http';
import type * as https from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import { bodyBytesMax, type LinkTrouble } from '#contract';
import { err, ok, type Clock, type Result, type Timer } from '#payment';
import type { Pin } from '#protocol';

import { hasPinnedKey, WrongKey } from './pinned-key.ts';

export type Outgoing = {
  method: 'GET' | 'POST';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | null;
};

export type Incoming = {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Uint8Array;
};

/** `unreachable`: no connection was made, so nothing was sent. `no-answer`: something may have been. */
export type ExchangeProblem = 'unreachable' | 'no-answer' | 'too-large';

/** `trouble`: what can be said about the way there, for people; null when nothing can. `isWrongKey`: the pins are not met. */
export type ExchangeFault = { why: ExchangeProblem; trouble: LinkTrouble | null; isWrongKey: boolean };

export type ExchangeOptions = {
  /** For https: the one certificate authority that is trusted, PEM; without it those of the machine are. */
  ca?: string;
  /** For https: keys of which the server, or one that vouches for it, has one besides; none: any key will do. */
  pins?: readonly Pin[];
};

export const connectWithinMs = 3_000;
export const answerWithinMs = 10_000;

/**
 * One request, one answer, on a connection of its own: no retry, no redirect, no connection that was used before, so
 * that "sent exactly once" is known (RELIABILITY finding 12). Nothing is written before the other end is known to be the
 * right one. Never rejects.
 */
export function exchange(
  out: Outgoing,
  clock: Clock,
  options: ExchangeOptions = {},
): Promise<Result<Incoming, ExchangeFault>> {
  return new Promise((resolve) => {
    let connected = false;
    const timers: Timer[] = [];
    const request = send(out, options);
    const end = (result: Result<Incoming, ExchangeFault>): void => {
      for (const timer of timers) timer.cancel();
      resolve(result);
      request.destroy();
    };
    const fail = (error?: Error): void => {
      const isWrongKey = error instanceof WrongKey;
      const trouble = connected ? null : troubleOf(error);
      end(err({ why: connected ? 'no-answer' : 'unreachable', trouble, isWrongKey }));
    };

    timers.push(clock.after(answerWithinMs, () => fail()));
    timers.push(clock.after(connectWithinMs, () => (connected ? undefined : fail())));
    request.on('socket', (socket) => {
      const event = out.url.protocol === 'https:' ? 'secureConnect' : 'connect';
      socket.once(event, () => {
        if (!hasRightKey(socket, options.pins)) return request.destroy(new WrongKey());
        connected = true;
        request.end(out.body ?? undefined);
      });
    });
    // Stays for errors that come after the end: destroying a request reports one.
    request.on('error', fail);
    request.on('response', (response) => collect(response, end));
  });
}

/** Throws when `baseUrl` is no http or https address: that is a mistake in the settings. */
export function addressOf(baseUrl: string, target: string): URL {
  const url = new URL(baseUrl.replace(/\/+$/, '') + target);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`not an http address: ${baseUrl}`);
  return url;
}

/** The request on a connection of its own; for the caller to end, with its body if it has one. Looks at no pins. */
export function send(out: Outgoing, options: ExchangeOptions): http.ClientRequest {
  const length = out.body === null ? {} : { 'content-length': String(out.body.byteLength) };
  const settings = { method: out.method, agent: false, headers: { ...out.headers, ...length } };
  return out.url.protocol === 'https:'
    ? loadHttps().request(out.url, { ...settings, ...trust, ...(options.ca === undefined ? {} : { ca: options.ca }) })
    : http.request(out.url, settings);
}

function hasRightKey(socket: Socket, pins: readonly Pin[] = []): boolean {
  return pins.length === 0 || (isTls(socket) && hasPinnedKey(socket, pins));
}

function isTls(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket && socket.encrypted === true;
}

/** Not before it is needed: Node's TLS takes 20 ms of a start (`npm run bench -- --only ready`). */
function loadHttps(): typeof https {
  return process.getBuiltinModule('node:https');
}

// Said, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in somebody's environment changes nothing.
const trust = { rejectUnauthorized: true };

function collect(response: http.IncomingMessage, end: (result: Result<Incoming, ExchangeFault>) => void): void {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  response.on('data', (chunk: Uint8Array) => {
    bytes += chunk.byteLength;
    if (bytes > bodyBytesMax) end(err({ why: 'too-large', trouble: null, isWrongKey: false }));
    else chunks.push(chunk);
  });
  response.on('error', () => end(err({ why: 'no-answer', trouble: null, isWrongKey: false })));
  response.on('end', () => {
    // An answer that was cut off ends too, but is not complete.
    if (!response.complete) return end(err({ why: 'no-answer', trouble: null, isWrongKey: false }));
    end(ok({ status: response.statusCode ?? 0, headers: plainHeaders(response.headers), body: Buffer.concat(chunks) }));
  });
}

/** Of the codes that Node gives to an error before a connection stands. */
function troubleOf(error: Error | undefined): LinkTrouble | null {
  const code = error !== undefined && 'code' in error ? String(error.code) : '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_FAIL') return 'name-not-found';
  if (code === 'ECONNREFUSED') return 'refused';
  return certificateFault.test(code) ? 'certificate' : null;
}

/** OpenSSL's names for what is wrong with a certificate, and those of Node's TLS. */
const certificateFault = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** A header that is given twice where once is meant is left out: then it does not count. */
function plainHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  const single = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(single);
}
