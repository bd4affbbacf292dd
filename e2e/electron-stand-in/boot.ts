/**
 * `electron [switches] <program's folder> [words]`, in Electron's order: the program's main script, the browser,
 * `ready`. Node runs the script, with `electron` meaning the stand-in.
 */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { app } from './app.ts';

const words = process.argv.slice(2);
const folder = resolve(words.find((word) => !word.startsWith('-')) ?? '.');
// In Electron argv[0] is the program and its words follow at once.
process.argv = [process.argv[0] ?? 'electron', ...words];

const ofProgram = createRequire(join(folder, 'package.json'));
const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main: string };
const { version } = ofProgram('electron/package.json') as { version: string };
Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true });

const standIn = new URL('electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});

await import(pathToFileURL(join(folder, main)).href);
await app.start(folder);
