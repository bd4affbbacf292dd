import { parseArgs } from 'node:util';

import { StartFault } from '../postgres/fault.ts';
import { inOffice } from './office.ts';
import { readTill } from './serve-flags.ts';
import { WrongFlag } from './words.ts';

const help = `Refuses a till's payments from now on. What it has open is still finished by the backend.

  npm run backend -- revoke TILL --data DIR

  --data DIR           the backend's data folder; the backend may be running or not
  --database-url URL   its PostgreSQL, when it is not the built-in one (also: DATABASE_URL)
  --help               this text

A backend that is running knows of it within 2 s, the till's screen says so within 15 s. "pair --till TILL" makes the
till known again, with a new key.
`;

/** What is to be printed. @throws StartFault, WrongFlag */
export async function revoke(args: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      'database-url': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return help;
  if (positionals.length !== 1) throw new WrongFlag('name one till to revoke, such as "revoke TILL2"');
  const till = readTill(positionals[0] ?? '');
  const databaseUrl = values['database-url'] ?? (process.env['DATABASE_URL'] || null);
  const done = await inOffice(
    { dataDir: values.data ?? null, databaseUrl },
    async ({ tills }) => await tills.revoke(till),
  );
  if (done === 'unknown') throw new StartFault(`No till is called ${till} here: "tills" lists them.`);
  return done === 'revoked' ? `${till} is revoked: its payments are refused.\n` : `${till} was revoked before.\n`;
}
