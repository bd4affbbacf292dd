import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';

import { bodyBytesMax } from '#contract';

// A till gives up after 10 s; what is still being read then is of no use.
const requestMs = 10_000;

/** A server that hands over the exact bytes of a body, and says in plain words what it cannot read. */
export function rawServer(log: (line: string) => void): FastifyInstance {
  const server = Fastify({ bodyLimit: bodyBytesMax, forceCloseConnections: true, requestTimeout: requestMs });
  // The bytes are what is signed and hashed: Fastify must not turn them into anything.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.setErrorHandler(async (error: FastifyError, _request, reply) => {
    log(`a request was not read: ${error.message}`);
    return await reply
      .code(error.statusCode ?? 500)
      .type('text/plain')
      .send('This request cannot be read.\n');
  });
  server.setNotFoundHandler(async (_request, reply) => {
    return await reply.code(404).type('text/plain').send('There is nothing at this address.\n');
  });
  return server;
}
