import type { FastifyInstance, FastifyRequest } from 'fastify';

import { PairingRequest } from '#contract';
import { readJsonObject } from '#protocol';

import type { PairingDesk } from './pairing-desk.ts';

/**
 * `POST /v1/pairing`: the one request that no till has signed. What is in its answer proves itself. A page that a browser
 * shows on this machine, or in the shop, can send it as well: that is none of the tries which shut the door for everybody.
 */
export function openPairingDoor(
  server: FastifyInstance,
  { desk, logStranger }: { desk: PairingDesk; logStranger: (line: string) => void },
): void {
  server.post('/v1/pairing', async (request, reply) => {
    if (isOfPage(request)) {
      logStranger('a pairing was refused: it came from a page in a browser, or from what is no till');
      return await reply.code(403).type('text/plain').send('Only a till is paired here, and no page in a browser.\n');
    }
    const json = Buffer.isBuffer(request.body) ? readJsonObject(request.body) : null;
    const asked = json?.ok === true ? PairingRequest.safeParse(json.value) : null;
    if (asked === null || !asked.success)
      return await reply.code(400).type('text/plain').send('This is no request to pair a till.\n');
    return await reply.type('application/json; charset=utf-8').send(JSON.stringify(await desk.answer(asked.data)));
  });
}

/**
 * A browser names the page's origin with each post, a till none. Without asking first, which nobody here answers, a page
 * sends any type but JSON (fetch.spec.whatwg.org, CORS-safelisted request-header). The host says nothing: a proxy's is its own.
 */
function isOfPage({ headers }: FastifyRequest): boolean {
  return headers.origin !== undefined || !/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
}
