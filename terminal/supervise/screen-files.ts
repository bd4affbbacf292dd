import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import type { ScreenRole } from './screen-role.ts';

/** With every answer that a till's screen gets. No page may load, connect to or be framed by anything but its own origin. */
export const screenHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const;

export type ScreenFile = {
  bytes: Buffer<ArrayBuffer>;
  headers: { 'content-type': string; 'cache-control': string };
};

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
};

/**
 * What a path below a screen's own address names among the built screens in `rendererDir`: `/` is its page; null when
 * nothing.
 */
export async function screenFile(rendererDir: string, role: ScreenRole, path: string): Promise<ScreenFile | null> {
  const file = fileFor(role, path);
  const bytes = file === null ? null : await readFile(join(rendererDir, file)).catch(() => null);
  if (file === null || bytes === null) return null;
  const headers = {
    'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
    // Assets carry a hash of their content in the name; the page that names them is always asked for anew.
    'cache-control': file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
  };
  return { bytes, headers };
}

/** One level of plain names only, so that no path leaves the folder. */
function fileFor(role: ScreenRole, path: string): string | null {
  if (path === '/') return `${role}/index.html`;
  const asset = /^\/assets\/([\w-][\w.-]*)$/.exec(path)?.[1];
  return asset === undefined ? null : `assets/${asset}`;
}
