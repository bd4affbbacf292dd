import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Cluster } from './cluster.ts';

/** What `postmaster.pid` and the process table say of a cluster's server. */
export type Running = 'no' | 'yes' | { elsewhere: string };

// Above every system's highest process id.
const nobodysPid = 2_147_483_647;

/**
 * Does a server run on this cluster, left by a process that was killed? `elsewhere`: it runs, with its socket in another
 * folder. A pid that is another program's by now, or a zombie's, would keep PostgreSQL from starting: it is taken out.
 */
export async function findRunning(cluster: Cluster): Promise<Running> {
  const file = join(cluster.folder, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (Number.isNaN(pid)) return 'no';
  if (!isAlive(pid)) return 'no'; // PostgreSQL sees that itself
  // Lines of postmaster.pid: pid, data folder, start time, port, socket folder, … (PostgreSQL, pidfile.h)
  const socket = lines[4] ?? '';
  if (!(await isPostgres(pid))) {
    // The file itself stays: by its shared memory key PostgreSQL waits for a killed server's last processes.
    await writeFile(file, [String(nobodysPid), ...lines.slice(1)].join('\n'));
    if (socket !== '') await rm(join(socket, '.s.PGSQL.5432.lock'), { force: true });
    return 'no';
  }
  const { listening } = cluster;
  // The line is empty while the server is starting.
  if (listening.by === 'socket' && socket !== '' && socket !== listening.folder) return { elsewhere: socket };
  return 'yes';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === 'win32') return true;
  if (process.platform === 'linux') {
    // A zombie has no command line: its server has ended.
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return line.includes('postgres');
  }
  return await new Promise((resolve) => {
    execFile('ps', ['-o', 'comm=', '-p', String(pid)], (error, out) => resolve(error === null && /postgres/.test(out)));
  });
}
