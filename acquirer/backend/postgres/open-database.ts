import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

import { findBinaries } from './binaries.ts';
import { placeCluster } from './cluster-place.ts';
import type { Listening } from './cluster.ts';
import { connect, requireDurability, type Database } from './connection.ts';
import { StartFault } from './fault.ts';
import { freePort } from './free-port.ts';
import { openCluster } from './open-cluster.ts';
import { serverUser, type ServerUser } from './server-user.ts';

export type { Database } from './connection.ts';

/** The server's own, in `dataDir` (or beside it), or whichever `url` names. @throws StartFault */
export async function openDatabase(dataDir: string, url: string | null): Promise<Database> {
  return url === null ? await openEmbedded(dataDir) : await openNamed(url);
}

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

async function openNamed(url: string): Promise<Database> {
  const database = connect({ connectionString: url }, async () => {});
  try {
    await requireDurability(database.pool);
    return database;
  } catch (error) {
    await database.close();
    if (error instanceof StartFault) throw error;
    throw new StartFault(
      `The PostgreSQL that DATABASE_URL names does not answer: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
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
