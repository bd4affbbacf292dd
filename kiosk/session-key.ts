import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ScreenRole } from '../terminal/supervise/index.ts';

/** 32 random bytes, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

const files = { till: 'screens.key', display: 'display.key' } as const satisfies Record<ScreenRole, string>;

/**
 * The cookie's value for one kind of screen, of this data folder, made on first use with mode 0600. Throws when the folder
 * cannot be written.
 */
export function sessionKeyIn(dataDir: string, role: ScreenRole): string {
  const file = join(dataDir, files[role]);
  const kept = readKey(file);
  if (kept !== null) return kept;
  const fresh = newSecret();
  writeFileSync(file, fresh, { mode: 0o600 });
  return fresh;
}

function readKey(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return /^[\w-]{43}$/.test(text) ? text : null;
  } catch {
    return null; // not there yet, or unreadable: writing a new one says so if it cannot be
  }
}
