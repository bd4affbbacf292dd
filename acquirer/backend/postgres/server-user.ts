import { lstat, stat } from 'node:fs/promises';
import { dirname, parse, resolve } from 'node:path';

/** Whom the server runs as; null: as this process. */
export type ServerUser = { uid: number; gid: number } | null;

// PostgreSQL refuses to run as root. 65534 is `nobody` on every Linux and needs no entry in /etc/passwd.
const nobody = { uid: 65_534, gid: 65_534 } as const;

export function serverUser(): ServerUser {
  return process.getuid?.() === 0 ? nobody : null;
}

/** Can `user` pass through every folder from the root down to `folder` itself? Folders that do not exist yet count as passable. */
export async function canEnter(folder: string, user: ServerUser): Promise<boolean> {
  if (user === null) return true;
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (found !== null && !mayPass(found, user)) return false;
    if (at === parse(at).root) return true;
  }
}

function mayPass(folder: { uid: number; gid: number; mode: number }, user: { uid: number; gid: number }): boolean {
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === user.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

/** A folder that nobody else can have prepared for us: real, owned by the server's user, closed to others. */
export async function isPrivateFolderOf(folder: string, user: ServerUser): Promise<boolean> {
  const found = await lstat(folder).catch(() => null);
  const uid = user?.uid ?? process.getuid?.();
  return found !== null && found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0;
}
