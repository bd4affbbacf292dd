import { parseArgs } from 'node:util';

import { err, ok, type Result } from '#payment';

export type Flags = { data: string; json: boolean };

export const helpText = `The driver process: reads a till's scanners and prints on its printers. A shell starts it; alone it speaks JSON lines.

  --data DIR   the till's folder, for scanners.json and printers.json: which of them it has (needed)
  --json       without a parent process: commands as JSON lines on stdin, frames on stdout
  --help       this text

What is scanned is printed with --json, and nowhere else. {"to":"look"} on stdin looks for devices now.
`;

/** `null` when help was asked for. The error is one sentence. */
export function readFlags(args: readonly string[]): Result<Flags | null, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return ok(null);
    if (values.data === undefined) return err('--data is needed: the folder of this till.');
    return ok({ data: values.data, json: values.json });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}
