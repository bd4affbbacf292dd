import { access, chmod, constants, mkdir } from 'node:fs/promises';

import type { FastifyInstance } from 'fastify';

import { backendPolicy, type Clock, type TerminalId } from '#payment';
import { alipayOrderHosts, sandboxOrderHosts, type Pin } from '#protocol';

import { alipayPlus } from '../client/alipay-plus.ts';
import { readAuthority, unpinned, untrusted } from './alipay-trust.ts';
import { ClockWatch } from './clock-watch.ts';
import { alipayScheme } from './engine/alipay-scheme.ts';
import type { HintFacts } from './engine/hint-teller.ts';
import { PaymentDesk } from './engine/payment-desk.ts';
import { rawServer } from './http/raw-server.ts';
import type { FindTill } from './http/signed-request.ts';
import { StrangerLog } from './http/stranger-log.ts';
import { tillServer } from './http/till-server.ts';
import { openKeys, publicKeyFile } from './keys.ts';
import { openLedger, tablesIn } from './ledger/pg-ledger.ts';
import type { Environment } from './ledger/record-text.ts';
import { becomeTheOnlyNode } from './ledger/single-node.ts';
import { notifyPath, openNotifyDoor, type NotifyDoorParts } from './notify/notify-door.ts';
import { SecurityLog } from './notify/security-log.ts';
import { KnownTills } from './pairing/known-tills.ts';
import { OwnTill } from './pairing/own-till.ts';
import { PairingCodes } from './pairing/pairing-codes.ts';
import { PairingDesk } from './pairing/pairing-desk.ts';
import { openPairingDoor } from './pairing/pairing-door.ts';
import { TillDirectory } from './pairing/till-directory.ts';
import { StartFault } from './postgres/fault.ts';
import { openDatabase } from './postgres/open-database.ts';
import { ShortageWatch } from './postgres/shortage-watch.ts';
import { openEventsDoor } from './push/events-door.ts';
import { HintBoard } from './push/hint-board.ts';
import { PgHintBook } from './push/hint-book.ts';
import { serverUser } from './postgres/server-user.ts';

export type BackendSettings = {
  port: number;
  dataDir: string;
  alipayUrl: string;
  alipayClientId: string;
  alipayPublicKeyFile: string;
  /** The server there, or one that signs its certificate, has one of these keys; none: any key will do. */
  alipayPins: readonly Pin[];
  /** PEM; null: the authorities of the machine. */
  alipayAuthorityFile: string | null;
  /** A till on the same machine, which needs no pairing. */
  ownTill: { terminalId: TerminalId; keyFile: string } | null;
  /**
   * Where notifications of Alipay+ come in; null: nowhere, it is asked only. Without a `url` they come on this machine, and
   * without a `port` where the tills come.
   */
  notify: { url: string | null; port: number | null } | null;
  /** Null: the built-in PostgreSQL. */
  databaseUrl: string | null;
  unknownCodes: 'alipay' | 'refuse';
  /** Domains beside Alipay+'s own to which an order's code may lead. */
  orderHosts: readonly string[];
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
  const pins = settings.alipayPins;
  const trust = { pins, ...(await readAuthority(settings.alipayAuthorityFile)) };
  if (environment === 'production' && pins.length === 0) log(unpinned);
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
    const shortages = new ShortageWatch(clock, log);
    const db = tablesIn(database.pool, (error) => shortages.failed(error));
    const ledger = await openLedger(db, environment, () => clock.wallMs());
    const impostors = new StrangerLog(clock, log);
    opened.push(() => impostors.close());
    const clockWatch = new ClockWatch(clock, log);
    const alipay = alipayPlus(
      {
        baseUrl: settings.alipayUrl,
        clientId: settings.alipayClientId,
        key: keys.alipay,
        alipayKey,
        orderHosts: [...knownOrderHosts(environment), ...settings.orderHosts],
        ...trust,
        untrusted: (what) => impostors.note(untrusted[what]),
        heard: (signedAt) => clockWatch.heard(signedAt),
      },
      clock,
    );
    const { unknownCodes } = settings;
    let notifyUrl: string | null = null; // known when it is listened at, and needed when tills can pay
    const isConfigured = (): boolean => alipayKey() !== null;
    const scheme = alipayScheme({ alipay, isConfigured, notifyUrl: () => notifyUrl, unknownCodes }, clock, log);
    const board = new HintBoard(new PgHintBook(db), clock, log);
    const { keyedHash } = keys;
    const tell = (hint: HintFacts): void => board.tell(hint);
    const desk = new PaymentDesk({ clock, policy: backendPolicy, ledger, scheme, keyedHash, tell, log });
    const known = new KnownTills(db);
    const ownTill = await openOwnTill(known, settings.ownTill);
    const tills = new TillDirectory({ clock, load: async () => await known.all(), own: ownTill });
    const findTill: FindTill = async (id) => await tills.find(id);
    const strangers = new StrangerLog(clock, log);
    const logStranger = (line: string): void => strangers.note(line);
    const server = tillServer({ desk, clock, environment, key: keys.backend, findTill, logStranger });
    openEventsDoor(server, { board, clock, key: keys.backend, findTill, log, logStranger });
    const codes = new PairingCodes(db);
    const pairing = new PairingDesk({
      clock,
      async redeem(request) {
        await ownTill?.note(); // its key may be the one that asks, and revoked
        return await codes.redeem(request);
      },
      key: keys.backend,
      paired: () => tills.forget(),
      log,
    });
    openPairingDoor(server, { desk: pairing, logStranger });
    const notified = notifyServer(settings, server, {
      alipayKey,
      key: keys.alipay,
      clock,
      desk,
      security: new SecurityLog(db, clock, log),
      logStranger,
    });
    opened.push(() => strangers.close());
    opened.push(() => server.close());
    if (notified !== null && notified !== server) opened.push(() => notified.close());
    opened.push(() => board.close());
    opened.push(() => desk.close());
    const resumed = await desk.resumeAll();
    if (resumed > 0) log(`taken up from the ledger: ${resumed} open`);
    const url = await listen(server, settings.port);
    const notifiedAt =
      notified === null || notified === server ? url : await listen(notified, settings.notify?.port ?? 0);
    if (notified !== null) notifyUrl = settings.notify?.url ?? notifiedAt + notifyPath;
    return { url, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function knownOrderHosts(environment: Environment): readonly string[] {
  return environment === 'sandbox' ? sandboxOrderHosts : alipayOrderHosts;
}

async function openOwnTill(known: KnownTills, own: BackendSettings['ownTill']): Promise<OwnTill | null> {
  if (own === null) return null;
  const { terminalId, keyFile } = own;
  await known.note(terminalId);
  const till = new OwnTill({ terminalId, readKey: publicKeyFile(keyFile), known });
  await till.note();
  return till;
}

/** The server with the door for notifications: the tills', or one of its own; null when there is none. */
function notifyServer(
  { notify, alipayClientId: clientId }: BackendSettings,
  tills: FastifyInstance,
  parts: Omit<NotifyDoorParts, 'path' | 'clientId' | 'security'> & {
    security: SecurityLog;
    logStranger: (line: string) => void;
  },
): FastifyInstance | null {
  if (notify === null) return null;
  const server = notify.port === null ? tills : rawServer(parts.logStranger);
  const { pathname, search } = new URL(notify.url ?? notifyPath, 'http://localhost');
  const security = (why: string, about: string): void => parts.security.note(why, about);
  openNotifyDoor(server, { ...parts, path: pathname + search, clientId, security });
  return server;
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

async function listen(server: FastifyInstance, port: number): Promise<string> {
  try {
    return await server.listen({ host: '127.0.0.1', port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new StartFault(`Port ${port} on this machine is taken: end what uses it, or choose another --port.`);
    throw error;
  }
}
