import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { rounded, type Line } from './figures.ts';
import { builtScreens } from './screens.ts';

/**
 * What must have come before the till's first screen works, gzipped, in kB of 1000 bytes: the page, the scripts and
 * styles that it names, and what those import. Fonts and icons are not in it: the screen works before they come.
 */
export async function rendererSize(): Promise<Line> {
  const built = await builtScreens();
  const html = await readFile(join(built, 'till/index.html'), 'utf8');
  const weights = new Map([['till/index.html', gzipSync(html).length]]);
  const toRead = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)];
  const files = toRead.map(([, file = '']) => file);
  for (let file = files.pop(); file !== undefined; file = files.pop()) {
    if (weights.has(file)) continue;
    const bytes = await readFile(join(built, file));
    weights.set(file, gzipSync(bytes).length);
    if (file.endsWith('.js')) files.push(...importedBy(bytes.toString('utf8')));
  }
  for (const [file, bytes] of weights) console.error(`  ${(bytes / 1_000).toFixed(1).padStart(6)} kB  ${file}`);
  const total = [...weights.values()].reduce((sum, bytes) => sum + bytes, 0);
  return { bench: 'renderer-size', unit: 'kB', value: rounded(total / 1_000) };
}

/** Static imports only: what a page asks for later does not hold it up. */
function importedBy(script: string): string[] {
  return [...script.matchAll(/\b(?:import|from)\s*"\.\/([\w.-]+\.js)"/g)].map(([, file = '']) => `assets/${file}`);
}
