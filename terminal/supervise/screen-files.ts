import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import type { ScreenRole } from './screen-role.ts';

/** With every answer that a till's screen gets. No page may load, connect to or be framed by anything but its own origin. */
export const screenHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; media-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  // What a page may ask a person for. The camera that reads the customer's code is the till's; no other page gets it.
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), serial=(), usb=()',
} as const;

/** The till's own page may ask for the camera. */
const tillPermissions = screenHeaders['permissions-policy'].replace('camera=()', 'camera=(self)');

/**
 * With the script of the worker that reads the camera: what it loads and compiles is the till's own. A worker goes by the
 * policy that its own script comes with, so that WebAssembly is compiled there and nowhere on a page.
 */
const readingWorkerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

export type ScreenFile = {
  bytes: Buffer<ArrayBuffer>;
  /** Where one is among `screenHeaders` too, it takes the other's place. */
  headers: {
    'content-type': string;
    'cache-control': string;
    'content-security-policy'?: string;
    'permissions-policy'?: string;
  };
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
    ...(file === 'till/index.html' ? { 'permissions-policy': tillPermissions } : {}),
    ...(/^assets\/reading-worker-[\w-]+\.js$/.test(file) ? { 'content-security-policy': readingWorkerPolicy } : {}),
  };
  return { bytes, headers };
}

/** One level of plain names only, so that no path leaves the folder. */
function fileFor(role: ScreenRole, path: string): string | null {
  if (path === '/') return `${role}/index.html`;
  const asset = /^\/assets\/([\w-][\w.-]*)$/.exec(path)?.[1];
  return asset === undefined ? null : `assets/${asset}`;
}
