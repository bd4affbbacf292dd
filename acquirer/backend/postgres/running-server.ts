import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Cluster } from './cluster.ts';

/** What `postmaster.pid` and the process table say of a cluster's server. */
export type Running = 'no' | 'yes' | { elsewhere: string };

/**
 * Does a server run on this cluster, left by a process that was killed? A pid file whose process is gone, or is another
 * program by now, is removed. `elsewhere`: it runs, with its socket in another folder.
 */
export async function findRunning(cluster: Cluster): Promise<Running> {
  const file = join(cluster.folder, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (Number.isNaN(pid)) return 'no';
  if (!isAlive(pid) || !(await isPostgres(pid))) {
    await rm(file, { force: true });
    return 'no';
  }
  // Lines of postmaster.pid: pid, data folder, start time, port, socket folder, … (PostgreSQL, pidfile.h)
  const socket = lines[4] ?? '';
  if (cluster.listening.by === 'socket' && socket !== cluster.listening.folder) return { elsewhere: socket };
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
