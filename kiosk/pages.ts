import type { IncomingMessage, ServerResponse } from 'node:http';

import { screenFile, screenHeaders } from '../terminal/supervise/index.ts';
import { admitPage, cookieFor, type Door, type Knock, pagePaths } from './door.ts';

/** Answers one HTTP request from the built screens in `rendererDir`. Never rejects. */
export async function answerPage(
  door: Door,
  rendererDir: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const admission = admitPage(door, knockOf(request));
  if (admission.kind === 'refused') return answerWords(response, admission.status, admission.why);
  if (admission.kind === 'known') {
    response.writeHead(303, { ...screenHeaders, location: pagePaths[admission.role], 'cache-control': 'no-store' });
    response.end();
    return;
  }
  const isEntry = admission.kind === 'enter';
  const file = await screenFile(rendererDir, admission.role, isEntry ? '/' : admission.path);
  if (file === null) return answerWords(response, 404, 'There is no such page.');
  const headers = isEntry ? { ...entryHeaders, 'set-cookie': cookieFor(door, admission.role) } : screenHeaders;
  response.writeHead(200, { ...headers, ...file.headers, 'content-length': file.bytes.length });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

/**
 * Who knows this run's start address is its launcher, whose window has no opener to keep away: with any other value
 * the browser would start another process for the page, 100 ms before a cashier can work.
 */
const entryHeaders = { ...screenHeaders, 'cross-origin-opener-policy': 'unsafe-none' };

export function knockOf(request: IncomingMessage): Knock {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    host: request.headers.host,
    origin: request.headers.origin,
    cookie: request.headers.cookie,
  };
}

function answerWords(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, {
    ...screenHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(`${words}\n`);
}
