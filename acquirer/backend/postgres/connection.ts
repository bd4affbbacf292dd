import { Pool, type PoolConfig } from 'pg';
import * as z from 'zod';

import { StartFault } from './fault.ts';

/** An open PostgreSQL, whoever runs it. */
export type Database = {
  pool: Pool;
  /** Closes the connections; ends the server when it is ours. */
  close(): Promise<void>;
  /** Closes the connections only: the server is somebody else's. */
  leave(): Promise<void>;
};

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

/** Opens connections to `address`. `stop`: what is ended after the last one is closed. */
export function connect(address: PoolConfig, stop: () => Promise<void>): Database {
  const pool = new Pool({ ...limits, ...address });
  // An idle connection that breaks is replaced by the pool; unheard, the event would end the process.
  pool.on('error', () => {});
  return {
    pool,
    async close() {
      await pool.end();
      await stop();
    },
    async leave() {
      await pool.end();
    },
  };
}

const Settings = z.tuple([z.object({ fsync: z.string(), commit: z.string(), pages: z.string() })]);

/** V13 rests on these three; a server that may forget what it acknowledged is not used. @throws StartFault */
export async function requireDurability(pool: Pool): Promise<void> {
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
