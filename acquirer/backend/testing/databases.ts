import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { Pool } from 'pg';

import { findBinaries } from '../postgres/binaries.ts';
import { openCluster } from '../postgres/open-cluster.ts';
import { openDatabase, type Database } from '../postgres/open-database.ts';
import { freePort } from '../postgres/free-port.ts';
import { serverUser } from '../postgres/server-user.ts';
import { newDataFolder, removeFolder } from './data-folders.ts';

/** A server that is reached by an address with a password, as any PostgreSQL is. */
export async function openOtherServer(): Promise<{ url: string; close(): Promise<void> }> {
  const folder = await newDataFolder();
  const user = serverUser();
  const listening = { by: 'loopback', port: await freePort(), password: randomBytes(12).toString('hex') } as const;
  const server = await openCluster({
    folder: join(folder, 'other'),
    user,
    binaries: await findBinaries(user),
    listening,
  });
  return {
    url: `postgres://counterpay:${listening.password}@127.0.0.1:${listening.port}/postgres`,
    async close() {
      await server.close();
      await removeFolder(folder);
    },
  };
}

/** A server that whoever runs the tests gives; empty when none. */
export const givenUrl = process.env['DATABASE_URL'] ?? '';

export type Opened = { database: Database; close(): Promise<void> };

/** What the ledger must work on: the built-in server, another one by address, and DATABASE_URL's when it is set. */
export const databases: Record<string, () => Promise<Opened>> = {
  'the built-in PostgreSQL': async () => {
    const folder = await newDataFolder();
    const database = await openDatabase(folder, null);
    return opened(database, async () => await removeFolder(folder));
  },
  'another PostgreSQL by its address': async () => {
    const server = await openOtherServer();
    return opened(await openDatabase('/nowhere', server.url), async () => await server.close());
  },
  ...(givenUrl === '' ? {} : { DATABASE_URL: openNamedByEnvironment }),
};

async function openNamedByEnvironment(): Promise<Opened> {
  const url = new URL(givenUrl);
  const name = `counterpay_test_${randomBytes(4).toString('hex')}`;
  const admin = new Pool({ connectionString: url.href });
  await admin.query(`create database ${name}`);
  url.pathname = `/${name}`;
  return opened(await openDatabase('/nowhere', url.href), async () => {
    await admin.query(`drop database ${name}`);
    await admin.end();
  });
}

function opened(database: Database, after: () => Promise<void>): Opened {
  return {
    database,
    async close() {
      await database.close();
      await after();
    },
  };
}
