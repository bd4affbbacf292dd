import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

import type { Page } from '@playwright/test';

import type { PageKind } from './screen.ts';

/** Never asked of a network: every request to it is answered here. `localhost` for what pages may do on safe origins only. */
export const origin = 'http://layout.localhost';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

/** Gives a browser the built pages, one of them at the root as everywhere. */
export async function serveBuilt(page: Page, kind: PageKind): Promise<void> {
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = pathname === '/' ? `${kind}/index.html` : pathname.slice(1);
    const body = await readFile(`out/renderer/${file}`).catch(() => null);
    if (body === null) return await route.fulfill({ status: 404 });
    return await route.fulfill({ body, contentType: contentTypes[extname(file)] ?? 'application/octet-stream' });
  });
}
