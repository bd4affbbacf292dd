import type { FastifyRequest } from 'fastify';

export type GuardProblem = { status: 403 | 415; error: 'foreign-host' | 'foreign-page' | 'json-only'; message: string };

/** Keeps other web pages in the same browser from driving the sandbox: by its name, by their origin, by a plain form. */
export function guardProblem(request: FastifyRequest): GuardProblem | null {
  const { host, origin } = request.headers;
  if (host === undefined || !/^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host)) {
    return { status: 403, error: 'foreign-host', message: 'The sandbox answers on this machine only, as 127.0.0.1.' };
  }
  if (origin !== undefined && origin !== `${request.protocol}://${host}`) {
    return { status: 403, error: 'foreign-page', message: 'The sandbox may be driven from its own pages only.' };
  }
  const mediaType = request.headers['content-type'];
  // A foreign page's form can send any type but this one without asking first.
  if (request.method === 'POST' && !/^application\/json\s*(;|$)/i.test(mediaType ?? '')) {
    return { status: 415, error: 'json-only', message: 'Send JSON, with content-type application/json.' };
  }
  return null;
}
