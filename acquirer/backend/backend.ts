import { access, chmod, constants, mkdir } from 'node:fs/promises';

import { Kysely, PostgresDialect } from 'kysely';

import { backendPolicy, type Clock, type TerminalId } from '#payment';

import { alipayPlus } from '../client/alipay-plus.ts';
import { alipayScheme } from './engine/alipay-scheme.ts';
import { PaymentDesk } from './engine/payment-desk.ts';
import { tillServer } from './http/till-server.ts';
import { openKeys, publicKeyFile } from './keys.ts';
import { openLedger } from './ledger/pg-ledger.ts';
import type { Environment } from './ledger/record-text.ts';
import { becomeTheOnlyNode } from './ledger/single-node.ts';
import type { Tables } from './ledger/tables.ts';
import { KnownTills } from './pairing/known-tills.ts';
import { PairingCodes } from './pairing/pairing-codes.ts';
import { PairingDesk } from './pairing/pairing-desk.ts';
import { openPairingDoor } from './pairing/pairing-door.ts';
import { TillDirectory } from './pairing/till-directory.ts';
import { StartFault } from './postgres/fault.ts';
import { openDatabase } from './postgres/open-database.ts';
import { serverUser } from './postgres/server-user.ts';

export type BackendSettings = {
  port: number;
  dataDir: string;
  alipayUrl: string;
  alipayClientId: string;
  alipayPublicKeyFile: string;
  /** A till on the same machine, which needs no pairing. */
  ownTill: { terminalId: TerminalId; keyFile: string } | null;
  /** Null: the built-in PostgreSQL. */
  databaseUrl: string | null;
  unknownCodes: 'alipay' | 'refuse';
};

export type Backend = { url: string; close(): Promise<void> };

/**
 * Opens the database, takes up what was left open, and serves tills. `broken` is called when the database goes away for
 * good: then this process must be started again. @throws StartFault in one sentence.
 */
export async function startBackend(
  settings: BackendSettings,
  clock: Clock,
  log: (line: string) => void,
  broken: (why: string) => void,
): Promise<Backend> {
  await makeDataFolder(settings.dataDir);
  const keys = await openKeys(settings.dataDir, process.env);
  const environment = environmentOf(settings.alipayClientId);
  const alipayKey = publicKeyFile(settings.alipayPublicKeyFile);
  const opened: (() => Promise<void> | void)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).toReversed()) await close();
  };
  try {
    const database = await openDatabase(settings.dataDir, settings.databaseUrl);
    const lock = await becomeTheOnlyNode(database.pool, () => broken('The database has gone away.')).catch(
      async (error: unknown) => {
        await database.leave(); // another backend works on it, and needs its server
        throw error;
      },
    );
    opened.push(() => database.close());
    opened.push(() => lock.release());
    const ledger = await openLedger(database.pool, environment, () => clock.wallMs());
    const alipay = alipayPlus(
      { baseUrl: settings.alipayUrl, clientId: settings.alipayClientId, key: keys.alipay, alipayKey },
      clock,
    );
    const { unknownCodes } = settings;
    const scheme = alipayScheme({ alipay, isConfigured: () => alipayKey() !== null, unknownCodes }, clock, log);
    const desk = new PaymentDesk({ clock, policy: backendPolicy, ledger, scheme, keyedHash: keys.keyedHash, log });
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: database.pool }) });
    const tills = await openTills(db, settings.ownTill, clock);
    const server = tillServer({
      desk,
      clock,
      environment,
      key: keys.backend,
      findTill: async (id) => await tills.find(id),
      log,
    });
    const codes = new PairingCodes(db);
    const pairing = new PairingDesk({
      clock,
      redeem: async (request) => await codes.redeem(request),
      key: keys.backend,
      paired: () => tills.forget(),
      log,
    });
    openPairingDoor(server, pairing);
    opened.push(() => server.close());
    opened.push(() => desk.close());
    const resumed = await desk.resumeAll();
    if (resumed > 0) log(`taken up from the ledger: ${resumed} open`);
    return { url: await listen(server, settings.port), close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openTills(db: Kysely<Tables>, own: BackendSettings['ownTill'], clock: Clock): Promise<TillDirectory> {
  const known = new KnownTills(db);
  if (own !== null) await known.note(own.terminalId);
  const ownTill = own === null ? null : { terminalId: own.terminalId, key: publicKeyFile(own.keyFile) };
  return new TillDirectory({ clock, load: async () => await known.all(), own: ownTill });
}

/** Only the client id tells the sandbox from the real service: the address is the same (V34). */
export function environmentOf(clientId: string): Environment {
  return clientId.startsWith('SANDBOX_') ? 'sandbox' : 'production';
}

async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    const made = await mkdir(dataDir, { recursive: true });
    // As root the database runs as another user, who must be able to pass; the keys in it are closed one by one.
    if (made !== undefined) await chmod(dataDir, serverUser() === null ? 0o700 : 0o711);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartFault(`The data folder ${dataDir} cannot be used: ${why}.`);
  }
}

async function listen(server: ReturnType<typeof tillServer>, port: number): Promise<string> {
  try {
    return await server.listen({ host: '127.0.0.1', port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new StartFault(`Port ${port} on this machine is taken: end what uses it, or choose another --port.`);
    throw error;
  }
}
