import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** So long may the place that Electron is fetched from take to answer; where nothing answers, nobody waits for more. */
const answersWithinMs = 3_000;
const fetchWithinMs = 5 * 60_000;

export type ElectronParts = {
  checkout: string;
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** Asks whether Electron can be fetched from an address; throws when not. */
  ask: (url: string) => Promise<void>;
  /** Runs the package's own fetching; false when that failed. */
  fetch: (installer: string) => Promise<boolean>;
  say: (words: string) => void;
};

export type ElectronProgram =
  | { kind: 'there'; program: string }
  /** Half a sentence: why a window of Electron's cannot be opened here. */
  | { kind: 'missing'; why: string };

/** Electron's program: the one that is here, or else the one that its package fetches. */
export async function electronProgram(parts: ElectronParts): Promise<ElectronProgram> {
  const { checkout, env, platform, say } = parts;
  const folder = join(checkout, 'node_modules', 'electron');
  const program = () => programIn(folder, env);
  // A folder that was named must have it: it is how another build of Electron is tried.
  const named = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (program() === null && named) return missing(`there is none in ELECTRON_OVERRIDE_DIST_PATH (${named})`);
  if (!named && platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'])
    return missing('there is no display for its window');
  if (program() === null) {
    const from = env['ELECTRON_MIRROR'] ?? env['npm_config_electron_mirror'] ?? 'https://github.com/electron/electron/';
    try {
      await parts.ask(from);
    } catch (error) {
      return missing(`it is not here and cannot be fetched (${reasonOf(error)})`);
    }
    say('fetching Electron, once …');
    if (!(await parts.fetch(join(folder, 'install.js')))) return missing('it could not be fetched');
  }
  const there = program();
  return there === null ? missing('what was fetched cannot be run') : { kind: 'there', program: there };
}

/** Any answer will do, as long as it comes soon. */
export async function answersSoon(url: string): Promise<void> {
  await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(answersWithinMs) });
}

export async function runInstaller(installer: string): Promise<boolean> {
  const child = spawn(process.execPath, [installer], { stdio: ['ignore', 2, 2], timeout: fetchWithinMs });
  const [code] = await once(child, 'exit');
  return code === 0;
}

/** As the package's own index.js finds it, without fetching. */
function programIn(folder: string, env: ElectronParts['env']): string | null {
  const named = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const file = readName(join(folder, 'path.txt'));
  if (!named && file === null) return null;
  const program = named ? join(named, file ?? 'electron') : join(folder, 'dist', file ?? '');
  try {
    accessSync(program, constants.X_OK);
    return program;
  } catch {
    return null; // not there, or not a program
  }
}

function readName(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // it was never fetched
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node's fetch hides what happened behind "fetch failed".
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function missing(why: string): ElectronProgram {
  return { kind: 'missing', why };
}
