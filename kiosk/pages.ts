import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

import { admitPage, cookieFor, type Door, type Knock } from './door.ts';

const everyAnswer = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
};

/** Answers one HTTP request from the built screens in `rendererDir`. Never rejects. */
export async function answerPage(
  door: Door,
  rendererDir: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const admission = admitPage(door, knockOf(request));
  if (admission.kind === 'refused') return answerWords(response, admission.status, admission.why);
  if (admission.kind === 'enter') {
    response.writeHead(303, {
      ...everyAnswer,
      location: '/',
      'set-cookie': cookieFor(door),
      'cache-control': 'no-store',
    });
    response.end();
    return;
  }
  const file = fileFor(admission.path);
  const bytes = file === null ? null : await readFile(join(rendererDir, file)).catch(() => null);
  if (file === null || bytes === null) return answerWords(response, 404, 'There is no such page.');
  response.writeHead(200, {
    ...everyAnswer,
    'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
    'content-length': bytes.length,
    // Assets carry a hash of their content in the name; the page that names them is always asked for anew.
    'cache-control': file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

export function knockOf(request: IncomingMessage): Knock {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    host: request.headers.host,
    origin: request.headers.origin,
    cookie: request.headers.cookie,
  };
}

/** One level of plain names only, so that no path leaves the folder. */
function fileFor(path: string): string | null {
  if (path === '/') return 'till/index.html';
  const asset = /^\/assets\/([\w-][\w.-]*)$/.exec(path)?.[1];
  return asset === undefined ? null : `assets/${asset}`;
}

function answerWords(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, {
    ...everyAnswer,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(`${words}\n`);
}
