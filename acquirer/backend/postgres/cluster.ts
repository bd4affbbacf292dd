import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Binaries } from './binaries.ts';
import { hasCluster } from './cluster-place.ts';
import { StartFault } from './fault.ts';
import type { ServerUser } from './server-user.ts';

/** How programs on this machine reach the server: a socket in a closed folder, or loopback with a password (Windows has no such folder). */
export type Listening = { by: 'socket'; folder: string } | { by: 'loopback'; port: number; password: string };

export type Cluster = { folder: string; user: ServerUser; binaries: Binaries; listening: Listening };

/** The database's superuser; nobody else has one. */
export const clusterRole = 'counterpay';

const startSeconds = 60;
const programMs = 120_000;

/** Makes the files of a new cluster unless they are there. Cut short, it starts again from nothing: a cluster gets its name last. */
export async function initialise(cluster: Cluster): Promise<void> {
  if (await hasCluster(cluster.folder)) return;
  const half = `${cluster.folder}.new`;
  const passwordFile = `${cluster.folder}.password`;
  await rm(half, { recursive: true, force: true });
  await makePrivateFolder(half, cluster.user);
  try {
    await initdb(cluster, half, passwordFile);
    await rename(half, cluster.folder);
    await syncFolder(dirname(cluster.folder));
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function initdb(cluster: Cluster, folder: string, passwordFile: string): Promise<void> {
  const { listening, user } = cluster;
  const access =
    listening.by === 'socket'
      ? ['--auth-local=trust', '--auth-host=reject'] // right only because the folder is 0700
      : ['--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  if (listening.by === 'loopback') {
    await writeFile(passwordFile, `${listening.password}\n`, { mode: 0o600 });
    if (user !== null) await chown(passwordFile, user.uid, user.gid);
  }
  const flags = [`--pgdata=${folder}`, `--username=${clusterRole}`, '--encoding=UTF8', '--no-locale', ...access];
  const done = await run(cluster, 'initdb', flags);
  if (!done.ok) throw new StartFault(`PostgreSQL could not set up its folder ${folder}: ${done.says}`);
}

/** Starts the server and waits until it answers. @throws StartFault with the server's own last words. */
export async function startServer(cluster: Cluster): Promise<void> {
  const log = join(cluster.folder, 'server.log');
  await writeSettings(cluster);
  await rm(log, { force: true });
  const done = await run(cluster, 'pg_ctl', [
    '-D',
    cluster.folder,
    '-w',
    '-t',
    String(startSeconds),
    '-l',
    log,
    'start',
  ]);
  if (done.ok) return;
  const words = await readFile(log, 'utf8').catch(() => '');
  throw new StartFault(`PostgreSQL did not start in ${cluster.folder}: ${lastLines(words) || done.says}`);
}

/** Ends the server in order; open transactions are rolled back. Nothing happens when it does not run. */
export async function stopServer(cluster: Cluster): Promise<void> {
  await run(cluster, 'pg_ctl', ['-D', cluster.folder, '-m', 'fast', '-w', '-t', '20', 'stop']);
}

/**
 * Written before each start, because the socket's folder may be another one. `fsync` is the default and is named all the
 * same: what is acknowledged must survive a power cut (V13).
 */
async function writeSettings({ folder, user, listening }: Cluster): Promise<void> {
  const settings = [
    ...(listening.by === 'socket'
      ? [`listen_addresses = ''`, `unix_socket_directories = '${listening.folder}'`, 'unix_socket_permissions = 0700']
      : [`listen_addresses = '127.0.0.1'`, `port = ${listening.port}`, `unix_socket_directories = ''`]),
    'fsync = on',
    'synchronous_commit = on',
    'full_page_writes = on',
    'shared_buffers = 32MB',
    'max_connections = 40',
    // Statements never carry a secret; their values stay out of the log all the same (V37).
    'log_statement = none',
    'log_parameter_max_length_on_error = 0',
  ];
  const file = join(folder, 'counterpay.conf');
  await writeFile(file, `${settings.join('\n')}\n`, { mode: 0o600 });
  if (user !== null) await chown(file, user.uid, user.gid);
  const main = join(folder, 'postgresql.conf');
  const text = await readFile(main, 'utf8');
  const include = `include = 'counterpay.conf'`;
  if (!text.includes(include)) await writeFile(main, `${text}\n${include}\n`);
}

async function makePrivateFolder(folder: string, user: ServerUser): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  await chmod(folder, 0o700);
  if (user !== null) await chown(folder, user.uid, user.gid);
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

type Ran = { ok: true } | { ok: false; says: string };

async function run(cluster: Cluster, program: 'initdb' | 'pg_ctl', args: string[]): Promise<Ran> {
  const { binaries, user } = cluster;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return await new Promise<Ran>((resolve) => {
    execFile(
      join(binaries.bin, `${program}${suffix}`),
      args,
      { env: serverEnvironment(), cwd: '/', timeout: programMs, ...user },
      (error, out, errors) => {
        if (error === null) resolve({ ok: true });
        else resolve({ ok: false, says: lastLines(errors) || lastLines(out) || error.message });
      },
    );
  });
}

/** Ours without the PG* names, which would lead the programs elsewhere. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(PG|COUNTERPAY_)/.test(name) && name !== 'DATABASE_URL',
  );
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join(' ').trim();
}
