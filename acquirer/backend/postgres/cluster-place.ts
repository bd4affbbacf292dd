import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, open, readFile, rename, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import * as z from 'zod';

import { StartFault } from './fault.ts';
import { canEnter, isPrivateFolderOf, type ServerUser } from './server-user.ts';

/** Where a data folder's PostgreSQL keeps its files and its socket. */
export type ClusterPlace = { cluster: string; socket: string };

/** `cluster` is relative to the data folder when it lies inside, so that the folder can be moved. */
const Remembered = z.strictObject({ cluster: z.string().min(1), socket: z.string().min(1).nullable() });
type Remembered = z.infer<typeof Remembered>;

const placeFile = 'postgres-place.json';

// Not /tmp, which is emptied at a reboot: the FHS keeps /var/lib for state and /var/tmp across reboots.
const outsideFolders = ['/var/lib/counterpay', '/var/tmp/counterpay'];

// A Unix socket's path has at most 107 bytes (Linux; 103 on macOS), and the server adds `/.s.PGSQL.5432`.
const socketFolderBytesMax = 85;

/**
 * Decides once where the cluster of `dataDir` lies and remembers it there; later calls answer the same. It lies inside,
 * except where the server's user cannot enter the data folder.
 */
export async function placeCluster(dataDir: string, user: ServerUser): Promise<ClusterPlace> {
  const remembered = await recall(dataDir);
  const cluster = remembered === null ? await chooseCluster(dataDir, user) : resolveIn(dataDir, remembered.cluster);
  const socket = await chooseSocket(cluster, remembered?.socket ?? null, user);
  const place = { cluster: insideOf(dataDir, cluster), socket: socket === cluster ? null : socket };
  if (remembered === null || remembered.socket !== place.socket) await remember(dataDir, place);
  return { cluster, socket };
}

async function chooseCluster(dataDir: string, user: ServerUser): Promise<string> {
  if (await canEnter(dataDir, user)) return join(dataDir, 'postgres');
  // The random part: whoever empties the data folder starts anew, and does not meet the old ledger again.
  const key = `${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)}-${randomBytes(4).toString('hex')}`;
  for (const outside of outsideFolders) {
    const made = await mkdir(outside, { recursive: true, mode: 0o755 }).then(
      () => true,
      () => false,
    );
    if (made && (await canEnter(outside, user))) return join(outside, key);
  }
  throw new StartFault(
    `The database cannot lie in ${dataDir}, which the user that PostgreSQL runs as cannot enter, nor in ${outsideFolders.join(' or ')}: choose another --data folder.`,
  );
}

async function chooseSocket(cluster: string, remembered: string | null, user: ServerUser): Promise<string> {
  // The server reads a list here: commas and quotes part it.
  if (Buffer.byteLength(cluster) <= socketFolderBytesMax && !/[,"'\\]/.test(cluster)) return cluster;
  if (remembered !== null && (await isPrivateFolderOf(remembered, user))) return remembered;
  const folder = await mkdtemp('/tmp/counterpay-');
  if (user !== null) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
  return folder;
}

async function recall(dataDir: string): Promise<Remembered | null> {
  const text = await readFile(join(dataDir, placeFile), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return Remembered.parse(JSON.parse(text));
  } catch {
    throw new StartFault(`${join(dataDir, placeFile)} cannot be read; it says where the database of this folder lies.`);
  }
}

async function remember(dataDir: string, place: Remembered): Promise<void> {
  const file = join(dataDir, placeFile);
  const half = await open(`${file}.new`, 'w', 0o600);
  try {
    await half.writeFile(`${JSON.stringify(place)}\n`);
    await half.sync();
  } finally {
    await half.close();
  }
  await rename(`${file}.new`, file);
}

function resolveIn(dataDir: string, path: string): string {
  return isAbsolute(path) ? path : join(resolve(dataDir), path);
}

function insideOf(dataDir: string, path: string): string {
  const inside = relative(resolve(dataDir), path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside;
}

/** Does a finished cluster lie there? It gets its name only when it is whole. */
export async function hasCluster(cluster: string): Promise<boolean> {
  return (await stat(join(cluster, 'PG_VERSION')).catch(() => null)) !== null;
}
