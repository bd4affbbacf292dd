import { appendFile } from 'node:fs/promises';

import { err, ok } from '#payment';

import type { PrinterTransport } from './printer-transport.ts';

/** Everything that would be printed, put at the end of a file: to look at it. Such a printer answers nothing. */
export function fileTransport(path: string): PrinterTransport {
  return {
    canAnswer: false,
    endWithinMs: 1_000,
    open: () =>
      Promise.resolve(
        ok({
          write: async (bytes) => {
            try {
              await appendFile(path, bytes);
              return ok(undefined);
            } catch (error) {
              return err(error instanceof Error ? error.message : String(error));
            }
          },
          end: () => Promise.resolve(ok(undefined)),
          drop: () => undefined,
        }),
      ),
  };
}
