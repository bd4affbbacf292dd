import { generateKeyPairSync, type KeyObject } from 'node:crypto';

import type { FastifyReply, FastifyRequest } from 'fastify';

import type { CallMishap } from '#contract';

/** Ways of leaving a caller without an answer. */
export type Silence = 'drop' | 'reset' | 'silent';

/** How the connection goes when there is no answer; null when there is one. */
export function silenceOf(mishap: CallMishap | null): Silence | null {
  switch (mishap) {
    case 'dropBefore':
    case 'dropAfter':
      return 'drop';
    case 'resetBefore':
    case 'resetAfter':
      return 'reset';
    case 'silentBefore':
    case 'silentAfter':
      return 'silent';
    default:
      return null;
  }
}

/** Leaves the caller alone; `silent` keeps the connection until the caller ends it. */
export function leave(request: FastifyRequest, reply: FastifyReply, how: Silence): FastifyReply {
  reply.hijack();
  const { socket } = request.raw;
  if (how === 'silent') return reply;
  // A connection with TLS on it cannot be reset from here.
  if (how === 'reset' && !('encrypted' in socket)) socket.resetAndDestroy();
  else socket.destroy();
  return reply;
}

let stranger: KeyObject | null = null;

/** A key that nobody knows; the same one until the process ends. */
export function strangerKey(): KeyObject {
  stranger ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return stranger;
}
