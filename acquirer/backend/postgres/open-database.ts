import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Pool, type PoolConfig } from 'pg';
import * as z from 'zod';

import { findBinaries } from './binaries.ts';
import { placeCluster } from './cluster-place.ts';
import { clusterRole, initialise, startServer, stopServer, type Cluster, type Listening } from './cluster.ts';
import { StartFault } from './fault.ts';
import { findRunning } from './running-server.ts';
import { serverUser, type ServerUser } from './server-user.ts';

/** An open PostgreSQL, whoever runs it. */
export type Database = {
  pool: Pool;
  /** Closes the connections; ends the server when it is ours. */
  close(): Promise<void>;
};

/** The server's own, in `dataDir` (or beside it), or whichever `url` names. @throws StartFault */
export async function openDatabase(dataDir: string, url: string | null): Promise<Database> {
  return url === null ? await openEmbedded(dataDir) : await openNamed(url);
}

const connectionsMax = 12;
const connectMs = 5_000;
// An answer leaves within 8 s; a statement that takes longer can only be given up.
const statementMs = 7_000;

const limits = {
  max: connectionsMax,
  connectionTimeoutMillis: connectMs,
  statement_timeout: statementMs,
  application_name: 'counterpay',
};

async function openEmbedded(dataDir: string): Promise<Database> {
  const user = serverUser();
  const binaries = await findBinaries(user);
  const place = await placeCluster(dataDir, user);
  const listening: Listening =
    process.platform === 'win32' ? await loopback(dataDir) : { by: 'socket', folder: place.socket };
  return await openCluster({ folder: place.cluster, user: await ownerOf(place.cluster, user), binaries, listening });
}

/** A cluster that another user made, and root now opens, is served as that user: its files are closed to nobody. */
async function ownerOf(cluster: string, user: ServerUser): Promise<ServerUser> {
  const found = await stat(cluster).catch(() => null);
  return user === null || found === null || found.uid === 0 ? user : { uid: found.uid, gid: found.gid };
}

/** Makes, starts or finds the cluster's server, and connects to it. */
export async function openCluster(cluster: Cluster): Promise<Database> {
  await initialise(cluster);
  const running = await findRunning(cluster);
  // With its socket in a folder that is gone, nobody can reach it: it is ended and started again where we look.
  if (typeof running === 'object') await stopServer(cluster);
  if (running !== 'yes') await startServer(cluster);
  const pool = new Pool({ ...limits, ...addressOf(cluster.listening), user: clusterRole, database: 'postgres' });
  const database = guarded(pool, () => stopServer(cluster));
  try {
    await untilItAnswers(pool);
    await requireDurability(pool);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openNamed(url: string): Promise<Database> {
  const pool = new Pool({ ...limits, connectionString: url });
  const database = guarded(pool, async () => {});
  try {
    await pool.query('select 1');
    await requireDurability(pool);
    return database;
  } catch (error) {
    await database.close();
    if (error instanceof StartFault) throw error;
    throw new StartFault(
      `The PostgreSQL that DATABASE_URL names does not answer: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function guarded(pool: Pool, stop: () => Promise<void>): Database {
  // An idle connection that breaks is replaced by the pool; unheard, the event would end the process.
  pool.on('error', () => {});
  return {
    pool,
    async close() {
      await pool.end();
      await stop();
    },
  };
}

/** A server that was left running after `kill -9` may still be recovering itself. */
async function untilItAnswers(pool: Pool): Promise<void> {
  const triesMax = 100;
  for (let tries = 1; ; tries++) {
    try {
      await pool.query('select 1');
      return;
    } catch (error) {
      if (tries >= triesMax)
        throw new StartFault(`PostgreSQL does not answer: ${error instanceof Error ? error.message : String(error)}.`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const Settings = z.tuple([z.object({ fsync: z.string(), commit: z.string(), pages: z.string() })]);

/** V13 rests on these three; a server that may forget what it acknowledged is not used. */
async function requireDurability(pool: Pool): Promise<void> {
  const { rows } = await pool.query(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages`,
  );
  const [settings] = Settings.parse(rows);
  if (settings.fsync !== 'on') throw new StartFault(unsafe('fsync'));
  if (settings.commit === 'off') throw new StartFault(unsafe('synchronous_commit'));
  if (settings.pages !== 'on') throw new StartFault(unsafe('full_page_writes'));
}

function unsafe(setting: string): string {
  return `This PostgreSQL may forget payments after a power cut (${setting} is off): turn ${setting} on.`;
}

function addressOf(listening: Listening): PoolConfig {
  if (listening.by === 'socket') return { host: listening.folder };
  return { host: '127.0.0.1', port: listening.port, password: listening.password };
}

const Loopback = z.strictObject({ port: z.number().int(), password: z.string() });

/** Port and password of a server without a Unix socket, chosen once and kept in the data folder. */
async function loopback(dataDir: string): Promise<Listening> {
  const file = join(dataDir, 'postgres-loopback.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) return { by: 'loopback', ...Loopback.parse(JSON.parse(text)) };
  const chosen = { port: await freePort(), password: randomBytes(24).toString('base64url') };
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, JSON.stringify(chosen), { mode: 0o600 });
  return { by: 'loopback', ...chosen };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
