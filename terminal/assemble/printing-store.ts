import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { printingAtFirst, PrintingSettings, type PrintingStore } from '../index.ts';
import { writeWhole } from './whole-file.ts';

/** The largest settings file that is read, in characters. */
const charsMax = 4_096;

/** The key of receipts: 32 random bytes, in hexadecimal. */
const keyBytes = 32;

/** `printing.json` and `receipt.key` of the till's folder. */
export function printingStore(folder: string, log: (line: string) => void): PrintingStore {
  const settingsFile = join(folder, 'printing.json');
  return {
    read() {
      try {
        const text = textIn(settingsFile);
        if (text === null) return printingAtFirst;
        const settings = PrintingSettings.safeParse(text.length > charsMax ? null : parsed(text));
        if (settings.success) return settings.data;
      } catch {
        // no till stands still for it
      }
      log('printing.json does not read: nothing is printed by itself until somebody says so again');
      return printingAtFirst;
    },
    write(settings) {
      try {
        writeWhole(settingsFile, `${JSON.stringify(settings)}\n`, 0o600);
        return true;
      } catch (error) {
        log(`printing.json cannot be written: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      }
    },
    receiptKey: () => receiptKey(join(folder, 'receipt.key'), log),
  };
}

/**
 * Made by random when the first receipt is, and kept for as long as the till exists: not of the till's own key, which another takes the
 * place of when it is revoked, and receipts of before are still brought back then.
 */
function receiptKey(file: string, log: (line: string) => void): Uint8Array {
  const text = textIn(file);
  const kept = /^([0-9a-f]{64})\n$/.exec(text ?? '')?.[1];
  if (kept !== undefined) {
    chmodSync(file, 0o600);
    return Buffer.from(kept, 'hex');
  }
  if (text !== null) log('receipt.key does not read: another is made, and receipts of before are not known again');
  const made = randomBytes(keyBytes);
  writeWhole(file, `${made.toString('hex')}\n`, 0o600);
  return made;
}

/** Null where there is none. */
function textIn(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
