import type { KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { err, ok, TerminalId, type Result } from '#payment';
import { messageHeaders, verifyRequest, type RequestSignatureProblem, type WireRequest } from '#protocol';

import type { SigningTill } from '../pairing/till-directory.ts';

/** Null for a till that is not known here. */
export type FindTill = (terminalId: string) => Promise<SigningTill | null>;

/** Who signed a request, with which key, and the request as it was signed. */
export type Signer = {
  terminalId: TerminalId;
  /** Ed25519, public. */
  key: KeyObject;
  revoked: boolean;
  request: WireRequest;
  bytes: Uint8Array;
};

/** Verified before anything in the request is read. */
export async function signerOf(
  request: FastifyRequest,
  findTill: FindTill,
): Promise<Result<Signer, RequestSignatureProblem>> {
  const bytes = Buffer.isBuffer(request.body) ? request.body : null;
  const wire: WireRequest = {
    method: request.method,
    target: request.raw.url ?? '',
    headers: plainHeaders(request.headers),
    body: bytes,
  };
  const named = wire.headers[messageHeaders.terminal];
  const till = named === undefined ? null : await findTill(named);
  const verified = await verifyRequest(wire, () => till?.key ?? null);
  if (!verified.ok) return verified;
  const terminalId = TerminalId.safeParse(verified.value.terminalId);
  if (till === null || !terminalId.success) return err('unknown-terminal');
  return ok({
    terminalId: terminalId.data,
    key: till.key,
    revoked: till.revoked,
    request: wire,
    bytes: bytes ?? Buffer.alloc(0),
  });
}

/** Words without a signature, which a till counts as no answer. */
export async function refuseStranger(
  reply: FastifyReply,
  log: (line: string) => void,
  why: RequestSignatureProblem,
): Promise<FastifyReply> {
  log(`a request was refused: ${why}`);
  return await reply.code(401).type('text/plain').send('This request is not signed by a till that is known here.\n');
}

/** Lower-case names; a header that is given twice is left out. */
export function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') single[name] = value;
  return single;
}
