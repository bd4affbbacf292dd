import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { CannotStart } from './cannot-start.ts';

/** What is built, a folder of `out` each, and a file by which it is known to be there. */
const products: Readonly<Record<string, string>> = {
  renderer: 'till/index.html',
  host: 'main.cjs',
  drivers: 'main.cjs',
  kiosk: 'main.cjs',
  electron: 'main.cjs',
};

const pages = ['till', 'display', 'wallet'];

/** What they are built from, in the checkout; the programs also from the screens' contract and payment. */
const screenSources = ['renderer', 'contract', 'payment', 'assets', 'vite.config.ts', 'package-lock.json'];
const programSources = [
  'terminal',
  'drivers',
  'kiosk',
  'electron',
  'acquirer/client',
  'acquirer/protocol',
  'rolldown.config.ts',
];

/** Builds the screens and the till's programs unless they are newer than everything they are made of. Throws `CannotStart`. */
export async function buildIfStale(checkout: string, say: (words: string) => void): Promise<void> {
  const out = join(checkout, 'out');
  const builtAt = Object.entries(products).map(([folder, file]) => changedAt(join(out, folder, file)));
  const isWhole = builtAt.every((at) => at !== null);
  const newest = Math.max(
    ...[...screenSources, ...programSources].map((source) => newestUnder(join(checkout, source))),
  );
  if (isWhole && builtAt.every((at) => at >= newest)) return;

  say(isWhole ? 'building the till anew: its sources changed …' : 'building the till …');
  await build(checkout, say);
}

/** Builds all of it. Throws `CannotStart`. */
export async function build(checkout: string, say: (words: string) => void): Promise<void> {
  const out = join(checkout, 'out');
  const startedAt = performance.now();
  // Built aside and then put in place, so that a till that runs from this checkout never sees half of it.
  const aside = join(out, `build-${process.pid}`);
  try {
    await Promise.all([
      ...pages.map((page) =>
        runTool(checkout, 'vite/bin/vite.js', ['build', '--mode', page, '--outDir', join(aside, 'renderer')]),
      ),
      runTool(checkout, 'rolldown/bin/cli.mjs', ['--config', 'rolldown.config.ts', '--dir', aside]),
    ]);
    for (const [folder, file] of Object.entries(products)) putInPlace(join(aside, folder), join(out, folder), file);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  say(`built it in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
}

async function runTool(checkout: string, tool: string, words: readonly string[]): Promise<void> {
  const program = join(checkout, 'node_modules', tool);
  const build = spawn(process.execPath, [program, ...words, '--logLevel', 'warn'], {
    cwd: checkout,
    stdio: ['ignore', 'ignore', 2], // what it has to complain of is on stderr
  });
  const [code] = await once(build, 'exit');
  if (code !== 0) throw new CannotStart('The till could not be built; the lines above say why.');
}

function putInPlace(fresh: string, built: string, file: string): void {
  const old = `${fresh}-old`;
  try {
    if (changedAt(built) !== null) renameSync(built, old);
    renameSync(fresh, built);
  } catch (error) {
    // Another start was quicker: its build is as good as ours.
    if (changedAt(join(built, file)) === null) throw error;
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
