import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { CannotStart } from './cannot-start.ts';

/** What the screens are built from, in the checkout. */
const sources = ['renderer', 'contract', 'payment', 'assets', 'vite.config.ts', 'package-lock.json'];

/** Builds the screens unless they are newer than everything they are made of. Throws `CannotStart`. */
export async function buildScreensIfStale(checkout: string, say: (words: string) => void): Promise<void> {
  const built = join(checkout, 'out', 'renderer');
  const builtAt = changedAt(join(built, 'till', 'index.html'));
  const newest = Math.max(...sources.map((source) => newestUnder(join(checkout, source))));
  if (builtAt !== null && builtAt >= newest) return;

  say(builtAt === null ? 'building the screens …' : 'building the screens anew: their sources changed …');
  const startedAt = performance.now();
  // Built aside and then put in place, so that a till that runs from this checkout never sees half of it.
  const aside = join(checkout, 'out', `renderer-${process.pid}`);
  try {
    await viteBuild(checkout, aside);
    putInPlace(aside, built);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  say(`built the screens in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
}

async function viteBuild(checkout: string, outDir: string): Promise<void> {
  const vite = join(checkout, 'node_modules', 'vite', 'bin', 'vite.js');
  const build = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn', '--emptyOutDir', '--outDir', outDir], {
    cwd: checkout,
    stdio: ['ignore', 2, 2],
  });
  const [code] = await once(build, 'exit');
  if (code !== 0) throw new CannotStart('The screens could not be built; the lines above say why.');
}

function putInPlace(fresh: string, built: string): void {
  const old = `${fresh}-old`;
  try {
    if (changedAt(built) !== null) renameSync(built, old);
    renameSync(fresh, built);
  } catch (error) {
    // Another start was quicker: its build is as good as ours.
    if (changedAt(join(built, 'till', 'index.html')) === null) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

function newestUnder(path: string): number {
  const own = changedAt(path) ?? 0;
  if (!isFolder(path)) return own;
  return Math.max(own, ...readdirSync(path).map((name) => newestUnder(join(path, name))));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function changedAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
