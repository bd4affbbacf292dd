import type pg from 'pg';

import { StartFault } from '../postgres/fault.ts';

// Any number, as long as it is ours and stays.
const lockKey = 5_171_205_017;
// The server notices a killed predecessor a moment after us.
const waitMs = 4_000;
const retryMs = 100;

/**
 * One backend drives the attempts of a database: two would both ask, and both cancel. Holds a lock on a connection of its
 * own; `lost` is called when that connection breaks, and then this process must not go on. @throws StartFault
 */
export async function becomeTheOnlyNode(
  pool: pg.Pool,
  lost: () => void,
  patienceMs = waitMs,
): Promise<{ release(): void }> {
  const client = await pool.connect();
  let released = false;
  client.on('error', () => {
    if (!released) lost();
  });
  for (let waitedMs = 0; waitedMs <= patienceMs; waitedMs += retryMs) {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [lockKey]);
    if (rows[0]?.got === true)
      return {
        release() {
          released = true;
          client.release(true);
        },
      };
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
  released = true;
  client.release(true);
  throw new StartFault('Another backend is using this database: end it first, or give this one a database of its own.');
}
