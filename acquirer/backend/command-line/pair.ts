import { parseArgs } from 'node:util';

import { pairingCodeForMs, showPairingCode, type ShopSettings } from '#contract';

import { StartFault } from '../postgres/fault.ts';
import { inOffice, type Office } from './office.ts';
import { settingsFor, type ShopFlags } from './pair-settings.ts';
import { readTill } from './serve-flags.ts';
import { WrongFlag } from './words.ts';

const help = `Makes a one-time code by which a new till becomes known to this backend. Enter it on the till's first screen.

  npm run backend -- pair --data DIR [--till TILL2] [--name "Till 2, quay"] [the shop]

  --data DIR             the backend's data folder; the backend may be running or not
  --database-url URL     its PostgreSQL, when it is not the built-in one (also: DATABASE_URL)
  --till ID              the till's name here, letters and digits; default: the first free of TILL1, TILL2, …
  --name TEXT            what people call it
  --replace              the till is paired already; the machine that enters the code takes its place
  --settings FILE        the shop, or the parts of it that differ, as JSON (docs/guides/installer.md)
  --merchant-name TEXT   the merchant, with --merchant-id ID (1 to 32 letters, digits, - or _)
  --store-name TEXT      the store, with --store-id ID
  --mcc NNNN             merchant category code (ISO 18245)
  --currency CODE        ISO 4217, such as EUR
  --for SECONDS          how long the code is good, at most and by default ${pairingCodeForMs / 1_000}
  --json                 print {"terminalId":…,"code":…,"expiresAt":…} as one line
  --help                 this text

What is not said about the shop is as at the till that was paired last. Making a code for the same till again makes the
earlier one worthless. The code is shown here and is kept nowhere.
`;

/** Makes a code, and gives what is to be printed. @throws StartFault, WrongFlag */
export async function pair(args: readonly string[]): Promise<string> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      'database-url': { type: 'string' },
      till: { type: 'string' },
      name: { type: 'string' },
      replace: { type: 'boolean', default: false },
      settings: { type: 'string' },
      'merchant-name': { type: 'string' },
      'merchant-id': { type: 'string' },
      'store-name': { type: 'string' },
      'store-id': { type: 'string' },
      mcc: { type: 'string' },
      currency: { type: 'string' },
      for: { type: 'string', default: String(pairingCodeForMs / 1_000) },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return help;
  const till = values.till === undefined ? null : readTill(values.till);
  const worthMs = Number(values.for) * 1_000;
  if (!(worthMs >= 1_000 && worthMs <= pairingCodeForMs))
    throw new WrongFlag(`--for ${values.for} is not 1 to 600 seconds`);
  const shop: ShopFlags = {
    file: values.settings ?? null,
    name: values.name ?? null,
    merchantName: values['merchant-name'] ?? null,
    merchantId: values['merchant-id'] ?? null,
    mcc: values.mcc ?? null,
    storeName: values['store-name'] ?? null,
    storeId: values['store-id'] ?? null,
    currency: values.currency ?? null,
  };
  const databaseUrl = values['database-url'] ?? (process.env['DATABASE_URL'] || null);
  return await inOffice({ dataDir: values.data ?? null, databaseUrl }, async (office) => {
    const settings = await newTill(office, till, values.replace, shop);
    const { code, expiresAt } = await office.codes.make(settings, worthMs);
    const shown = showPairingCode(code);
    if (!values.json) return inWords(settings, shown, expiresAt);
    return `${JSON.stringify({ terminalId: settings.terminalId, code: shown, expiresAt })}\n`;
  });
}

async function newTill(
  office: Office,
  wished: ShopSettings['terminalId'] | null,
  replace: boolean,
  shop: ShopFlags,
): Promise<ShopSettings> {
  const world = await office.environment();
  if (world === null)
    throw new StartFault('Start the backend once first: only then it is known whether it is for the sandbox.');
  const known = await office.tills.all();
  const there = known.find(({ terminalId }) => terminalId === wished);
  if (there !== undefined && there.revokedAt === null && !replace)
    throw new StartFault(`${there.terminalId} is known already: choose another --till, or --replace that machine.`);
  const paired = known.filter(({ pairedAt }) => pairedAt !== null);
  const last = paired.toSorted((a, b) => (b.pairedAt ?? 0) - (a.pairedAt ?? 0))[0];
  const terminalId = wished ?? (await office.tills.freeName());
  return settingsFor({ terminalId, environment: world }, shop, last?.settings ?? null);
}

function inWords({ terminalId, environment, store }: ShopSettings, shown: string, expiresAt: number): string {
  const until = new Date(expiresAt).toLocaleTimeString('en-GB');
  return `
  Pairing code for ${terminalId}, ${store.storeName} (${environment})

      ${shown.split('').join(' ')}

  Enter it on the till's first screen before ${until}. It works once.

`;
}
