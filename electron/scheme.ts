import type { CustomScheme } from 'electron';

import { screenFile, screenHeaders, type ScreenRole } from '../terminal/supervise/index.ts';

/** The only places that pages come from, each an origin of its own. Nothing listens for them on the network. */
export const screenAddresses = {
  till: 'app://till/',
  display: 'app://display/',
} as const satisfies Record<ScreenRole, string>;

/** Standard and secure, so that a page of it has an origin, and storage, of its own. No CORS, no service workers. */
export const screenScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/** Whose page an address belongs to; null for all others. */
export function screenAt(url: string): ScreenRole | null {
  const roles = ['till', 'display'] as const;
  return roles.find((role) => url.startsWith(screenAddresses[role])) ?? null;
}

/** Answers one request of a page from the built screens, and from nowhere else. Never rejects. */
export async function answerScreen(rendererDir: string, request: Request): Promise<Response> {
  const url = URL.parse(request.url);
  const role = url === null ? null : screenAt(url.href);
  const file =
    url !== null && role !== null && request.method === 'GET'
      ? await screenFile(rendererDir, role, url.pathname)
      : null;
  if (file === null) {
    const headers = { ...screenHeaders, 'content-type': 'text/plain; charset=utf-8' };
    return new Response('There is no such page.\n', { status: 404, headers });
  }
  return new Response(file.bytes, { headers: { ...screenHeaders, ...file.headers } });
}
