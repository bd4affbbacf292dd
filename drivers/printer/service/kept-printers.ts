import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import * as z from 'zod';

import { DeviceId, PrinterHost, PrinterProfile, printersMax } from '#contract';

import { queueName } from '../transport/spool-queues.ts';

/** Where a printer is; USB and serial ones are found by their id. */
const Place = z.discriminatedUnion('via', [
  z.strictObject({ via: z.literal('network'), host: PrinterHost, port: z.int().min(1).max(65_535) }),
  z.strictObject({ via: z.literal('usb') }),
  z.strictObject({ via: z.literal('serial') }),
  z.strictObject({ via: z.literal('system'), queue: z.string().regex(queueName) }),
  z.strictObject({ via: z.literal('file'), path: z.string().min(1).max(1_000) }),
]);
export type Place = z.infer<typeof Place>;

/** What a person settled for one printer, and what was learned of it. */
export const KeptPrinter = z.strictObject({
  id: DeviceId,
  name: z.string().max(200),
  place: Place,
  profile: PrinterProfile,
  knowledge: z.strictObject({
    answers: z.enum(['something', 'nothing']).nullable(),
    automatic: z.boolean().nullable(),
    reached: z.boolean().nullable(),
  }),
});
export type KeptPrinter = z.infer<typeof KeptPrinter>;

const Kept = z.strictObject({ version: z.literal(1), printers: z.array(KeptPrinter).max(printersMax) });

/** No file of ours is longer: 8 printers of at most 2 KB. */
const fileBytesMax = 65_536;

/** Keeps which printers a till has. */
export interface PrinterStore {
  /** Never throws: without a readable file there are none yet. */
  read(): readonly KeptPrinter[];
  /** False when it could not be written: then it holds until this process ends. */
  write(printers: readonly KeptPrinter[]): boolean;
}

/** In `printers.json` of the folder. A file that does not read is put aside. */
export function printersFile(folder: string, log: (words: string) => void): PrinterStore {
  const file = join(folder, 'printers.json');
  return {
    read() {
      try {
        if (statSync(file).size > fileBytesMax) throw new Error('too long');
        return Kept.parse(JSON.parse(readFileSync(file, 'utf8'))).printers;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
        log(`${file} does not read; it is put aside as ${file}.unread`);
        putAside(file);
        return [];
      }
    },
    write(printers) {
      try {
        const kept = { version: 1, printers: [...printers] } satisfies z.input<typeof Kept>;
        writeWhole(file, `${JSON.stringify(kept, null, 2)}\n`);
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Never half a file under its name. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.new`;
  const handle = openSync(beside, 'w', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, file);
}

function putAside(file: string): void {
  try {
    renameSync(file, `${file}.unread`);
  } catch {
    // It is not ours to move, then; the next write says so.
  }
}
