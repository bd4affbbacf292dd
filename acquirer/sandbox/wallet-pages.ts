import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { FastifyInstance, FastifyReply } from 'fastify';

import { guardProblem } from './loopback-guard.ts';

/** Where the build puts the pages; beside the source, wherever the process was started. */
export const builtPages = fileURLToPath(new URL('../../out/renderer', import.meta.url));

/** The wallet page at /wallet/, and the files that it loads. */
export function addWalletPages(app: FastifyInstance, folder: string): void {
  app.addHook('onRequest', async (request, reply) => {
    const problem = guardProblem(request);
    if (problem !== null) return reply.code(problem.status).send({ error: problem.error, message: problem.message });
    return undefined;
  });
  app.get('/', (_request, reply) => reply.redirect('/wallet/'));
  // With what is asked for: a wallet, a language.
  app.get('/wallet', (request, reply) => reply.redirect(`/wallet/${request.url.slice('/wallet'.length)}`));
  app.get('/wallet/', (_request, reply) => sendFile(reply, folder, 'wallet/index.html'));
  app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) =>
    sendFile(reply, folder, `assets/${request.params['*']}`),
  );
}

const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.woff2', 'font/woff2'],
  ['.png', 'image/png'],
  ['.wasm', 'application/wasm'],
]);

async function sendFile(reply: FastifyReply, folder: string, name: string): Promise<FastifyReply> {
  const path = resolve(folder, name);
  const type = mediaTypes.get(extname(path));
  if (!path.startsWith(folder + sep) || type === undefined) return notThere(reply, name);
  try {
    const bytes = await readFile(path);
    return reply.headers({ ...pageHeaders, 'content-type': type, 'cache-control': cacheOf(name) }).send(bytes);
  } catch {
    return notThere(reply, name);
  }
}

function cacheOf(name: string): string {
  // Built files carry a digest of their content in their names.
  return name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}

const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

function notThere(reply: FastifyReply, name: string): FastifyReply {
  const text = name.endsWith('.html')
    ? 'The wallet page is not built yet: run npm run build.'
    : 'There is no such file.';
  return reply
    .code(name.endsWith('.html') ? 503 : 404)
    .type('text/plain; charset=utf-8')
    .send(text);
}
