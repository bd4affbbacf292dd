import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { sampleSettings, type ShopSettings } from '#contract';
import { err, type Result } from '#payment';

import { readSettings, settingsText } from './settings.ts';

export type SettingsProblem = { why: 'settings-invalid' | 'disk'; detail: string };

/** The settings in `file`; a missing file becomes the sandbox sample first. */
export function loadSettings(file: string): Result<ShopSettings, SettingsProblem> {
  try {
    const read = readSettings(textOf(file));
    return read.ok ? read : err({ why: 'settings-invalid', detail: read.error });
  } catch (error) {
    return err({ why: 'disk', detail: `The settings file cannot be read or written: ${reason(error)}.` });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const text = settingsText(sampleSettings);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
    return text;
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
