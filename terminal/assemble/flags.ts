import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { err, ok, type Result } from '#payment';

import { isMoment, readBackendAddress, wrongHostFlag } from '../supervise/index.ts';

export type Flags = {
  data: string;
  /** Null: asked for when the till is paired, and kept then. */
  backend: string | null;
  /** Null: the till is paired, or has to be. */
  backendKey: string | null;
  settings: string;
  timeScale: number;
  timeOrigin: number | null;
  /** When the host before this one died, ms since 1970; null outside a crash loop. */
  crashLoop: number | null;
  json: boolean;
};

export const helpText = `The terminal host: one till's engine and journal. A kiosk starts it; alone it speaks JSON lines.
A new till is paired by the command {"do":"pair","backend":"URL","code":"K7QF2-M9XPT"}; DIR/pairing.json is kept.

  --data DIR           the till's folder: journal, key, settings (needed)
  --backend URL        the acquirer backend; default: as paired, and on a new till the screen asks for it
  --backend-key FILE   without pairing (backend on the same machine): the backend's public Ed25519 key, PEM
  --settings FILE      with --backend-key: the shop's settings (default DIR/settings.json; a sample when missing)
  --time-scale N       run N times as fast as the clock on the wall (default 1)
  --time-origin MS     when the scaled time began, ms since 1970 (default now)
  --crash-loop MS      the hosts before this one kept dying, the last at MS since 1970: sell nothing for 5 min
  --json               without a parent process: commands as JSON lines on stdin, frames on stdout
  --help               this text
`;

/** `null` when help was asked for. The error is one sentence. */
export function readFlags(args: readonly string[]): Result<Flags | null, string> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        backend: { type: 'string' },
        'backend-key': { type: 'string' },
        settings: { type: 'string' },
        'time-scale': { type: 'string', default: '1' },
        'time-origin': { type: 'string' },
        'crash-loop': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  if (values.help) return ok(null);
  const { data } = values;
  const backend = values.backend === undefined ? null : readBackendAddress(values.backend);
  const backendKey = values['backend-key'] ?? null;
  if (data === undefined) return err('--data is needed: the folder of this till.');
  const wrong = wrongHostFlag(values);
  if (wrong !== null) return err(wrong);
  const timeScale = Number(values['time-scale']);
  const timeOrigin = values['time-origin'] === undefined ? null : Number(values['time-origin']);
  const died = values['crash-loop'];
  if (died !== undefined && !isMoment(died)) return err('--crash-loop must be whole milliseconds since 1970.');
  const crashLoop = died === undefined ? null : Number(died);
  const settings = values.settings ?? join(data, 'settings.json');
  return ok({ data, backend, backendKey, settings, timeScale, timeOrigin, crashLoop, json: values.json });
}
