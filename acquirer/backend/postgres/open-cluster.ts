import type { Pool, PoolConfig } from 'pg';

import { clusterRole, initialise, startServer, stopServer, type Cluster, type Listening } from './cluster.ts';
import { connect, requireDurability, type Database } from './connection.ts';
import { StartFault } from './fault.ts';
import { findRunning } from './running-server.ts';

/** Makes, starts or finds the cluster's server, and connects to it. */
export async function openCluster(cluster: Cluster): Promise<Database> {
  await initialise(cluster);
  const running = await findRunning(cluster);
  // With its socket in a folder that is gone, nobody can reach it: it is ended and started again where we look.
  if (typeof running === 'object') await stopServer(cluster);
  if (running !== 'yes') await startPatiently(cluster);
  const address = { ...addressOf(cluster.listening), user: clusterRole, database: 'postgres' };
  const database = connect(address, () => stopServer(cluster));
  try {
    await untilItAnswers(database.pool);
    await requireDurability(database.pool);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The last processes of a server that was killed end a moment after it; until then its memory is in use. */
async function startPatiently(cluster: Cluster): Promise<void> {
  const triesMax = 20;
  for (let tries = 1; ; tries++) {
    try {
      await startServer(cluster);
      return;
    } catch (error) {
      const inUse = error instanceof StartFault && error.message.includes('shared memory block');
      if (!inUse || tries >= triesMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
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

function addressOf(listening: Listening): PoolConfig {
  if (listening.by === 'socket') return { host: listening.folder };
  return { host: '127.0.0.1', port: listening.port, password: listening.password };
}
