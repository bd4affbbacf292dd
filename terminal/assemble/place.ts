import type { KeyObject } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

import type { CannotRun, ShopSettings } from '#contract';
import { err, ok, type Result } from '#payment';

import { loadSettings } from '../index.ts';
import type { Flags } from './flags.ts';
import { backendKeyFrom, terminalKey } from './keys.ts';
import { pairingFile, readPairing } from './pairing-file.ts';

/** Who this till is, and whom it trusts. */
export type Place = {
  settings: ShopSettings;
  /** Where they come from. */
  settingsFile: string;
  backend: string;
  /** Null while its file is not there. */
  backendKey: () => KeyObject | null;
};

/** Why there is no host, in a sentence, and the file it is about. */
export type StartProblem = { why: CannotRun; detail: string; file: string };

/** From the flags where they name the backend's key, else from the pairing. Null: a new till, which has to be paired. */
export function findPlace(flags: Flags, folder: string): Result<Place | null, StartProblem> {
  const { backend, backendKey } = flags;
  if (backendKey !== null && backend !== null) {
    const settingsFile = resolve(flags.settings);
    const loaded = loadSettings(settingsFile);
    if (!loaded.ok) return err({ ...loaded.error, file: settingsFile });
    return ok({ settings: loaded.value, settingsFile, backend, backendKey: backendKeyFrom(backendKey) });
  }
  const file = pairingFile(folder);
  try {
    const paired = readPairing(folder, terminalKey(folder));
    if (!paired.ok) return err({ why: 'settings-invalid', detail: paired.error, file });
    if (paired.value === null) return ok(null);
    const { settings, backendKey: key } = paired.value;
    // The address is no matter of trust: the backend's key is.
    return ok({ settings, settingsFile: file, backend: backend ?? paired.value.backend, backendKey: () => key });
  } catch (error) {
    return err({ why: 'disk', detail: `The till's pairing or key cannot be read or made: ${reason(error)}.`, file });
  }
}

/** The till's folder, made if need be. */
export function madeFolder(path: string): Result<string, StartProblem> {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return ok(folder);
  } catch (error) {
    return err({ why: 'disk', detail: `The till's folder cannot be made: ${reason(error)}.`, file: folder });
  }
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
