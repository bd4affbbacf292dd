import type { CustomScheme } from 'electron';

import { screenFile, screenHeaders } from '../terminal/supervise/index.ts';

/** The only place that the till's pages come from. Nothing listens for it on the network. */
export const screenAddress = 'app://till/';

/** Standard and secure, so that a page of it has an origin, and storage, of its own. No CORS, no service workers. */
export const screenScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/** Whether an address belongs to the till's pages. */
export function isScreenAddress(url: string): boolean {
  return url.startsWith(screenAddress);
}

/** Answers one request of a page from the built screens, and from nowhere else. Never rejects. */
export async function answerScreen(rendererDir: string, request: Request): Promise<Response> {
  const url = URL.parse(request.url);
  const file =
    url !== null && isScreenAddress(url.href) && request.method === 'GET'
      ? await screenFile(rendererDir, url.pathname)
      : null;
  if (file === null) {
    const headers = { ...screenHeaders, 'content-type': 'text/plain; charset=utf-8' };
    return new Response('There is no such page.\n', { status: 404, headers });
  }
  return new Response(file.bytes, { headers: { ...screenHeaders, ...file.headers } });
}
