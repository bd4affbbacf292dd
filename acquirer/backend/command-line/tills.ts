import { parseArgs } from 'node:util';

import { ShopSettings } from '#contract';

import type { KnownTill } from '../pairing/known-tills.ts';
import { inOffice } from './office.ts';

const help = `Lists the tills that are known to this backend.

  npm run backend -- tills --data DIR

  --data DIR           the backend's data folder; the backend may be running or not
  --database-url URL   its PostgreSQL, when it is not the built-in one (also: DATABASE_URL)
  --json               one line of JSON instead of a table
  --help               this text
`;

type Line = { terminalId: string; name: string; store: string; state: string; since: string };

/** What is to be printed. @throws StartFault, or what `node:util` throws for a wrong flag */
export async function listTills(args: readonly string[]): Promise<string> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      'database-url': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return help;
  const databaseUrl = values['database-url'] ?? (process.env['DATABASE_URL'] || null);
  const lines = await inOffice({ dataDir: values.data ?? null, databaseUrl }, async ({ tills }) =>
    (await tills.all()).map(lineOf),
  );
  if (values.json) return `${JSON.stringify({ tills: lines })}\n`;
  return lines.length === 0 ? 'No till is known here yet.\n' : tableOf(lines);
}

function lineOf({ terminalId, name, settings, publicKey, pairedAt, revokedAt }: KnownTill): Line {
  const shop = settings === null ? null : ShopSettings.parse(JSON.parse(settings));
  const state = revokedAt !== null ? 'revoked' : publicKey === null ? 'on this machine' : 'paired';
  const at = revokedAt ?? pairedAt;
  return {
    terminalId,
    name: name ?? '',
    store: shop?.store.storeName ?? '',
    state,
    since: at === null ? '' : new Date(at).toISOString(),
  };
}

function tableOf(lines: readonly Line[]): string {
  const head: Line = { terminalId: 'Till', name: 'Name', store: 'Store', state: 'State', since: 'Since' };
  const columns = ['terminalId', 'name', 'store', 'state', 'since'] as const;
  const widths = columns.map((column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  return [head, ...lines]
    .map((line) =>
      columns
        .map((column, at) => line[column].padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
