import type { FastifyInstance } from 'fastify';

import { PairingRequest } from '#contract';
import { readJsonObject } from '#protocol';

import type { PairingDesk } from './pairing-desk.ts';

/** `POST /v1/pairing`: the one request that no till has signed. What is in its answer proves itself. */
export function openPairingDoor(server: FastifyInstance, desk: PairingDesk): void {
  server.post('/v1/pairing', async (request, reply) => {
    const json = Buffer.isBuffer(request.body) ? readJsonObject(request.body) : null;
    const asked = json?.ok === true ? PairingRequest.safeParse(json.value) : null;
    if (asked === null || !asked.success)
      return await reply.code(400).type('text/plain').send('This is no request to pair a till.\n');
    return await reply.type('application/json; charset=utf-8').send(JSON.stringify(await desk.answer(asked.data)));
  });
}
