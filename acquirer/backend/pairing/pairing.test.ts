import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { readPairingCode } from '#contract';
import { TerminalId } from '#payment';
import { pairingCodeId, pairingKeyOf, textOfKey, tillProof } from '#protocol';

import { pair } from '../command-line/pair.ts';
import { revoke } from '../command-line/revoke.ts';
import { listTills } from '../command-line/tills.ts';
import type { Tables } from '../ledger/tables.ts';
import { openDatabase } from '../postgres/open-database.ts';
import { inProcessAnswer, paidAnswer } from '../testing/alipay-stub.ts';
import { commandLine, newCode } from '../testing/command-line.ts';
import { filesWith } from '../testing/data-folders.ts';
import { ids, newMachine, type Machine } from '../testing/machine.ts';
import { enter, newKey, pairedTill, type PairedTill } from '../testing/new-till.ts';
import { newOrder } from '../testing/orders.ts';
import { intentOf, pay, settledAs } from '../testing/till.ts';
import { KnownTills } from './known-tills.ts';
import { PairingCodes } from './pairing-codes.ts';

// Whole processes on a machine that may be busy with other tests.
const patience = { timeout: 60_000 };

let machine: Machine;
let url: string;

beforeAll(async () => {
  vi.stubEnv('DATABASE_URL', ''); // the commands look after the machine's own database
  machine = await newMachine();
  ({ url } = await machine.start());
}, 60_000);

afterAll(async () => {
  await machine.close();
  vi.unstubAllEnvs();
});

function orderOf({ settings: { terminalId } }: PairedTill) {
  return newOrder({ terminalId, paymentRequestId: terminalId + ids.next() });
}

async function ownDatabase() {
  const database = await openDatabase(machine.dataDir, null);
  return { database, db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: database.pool }) }) };
}

/** Until the backend has taken notice; the measured time, in ms. */
async function revoked(till: PairedTill): Promise<number> {
  const { terminalId } = till.settings;
  const since = performance.now();
  expect(await revoke([terminalId, '--data', machine.dataDir])).toBe(
    `${terminalId} is revoked: its payments are refused.\n`,
  );
  const standing = async () => {
    await till.link.probe('1:0');
    return till.link.backendView().health?.till;
  };
  await expect.poll(standing, { timeout: 10_000, interval: 50 }).toBe('revoked');
  return performance.now() - since;
}

async function ask(body: string, headers: Record<string, string> = {}): Promise<Response> {
  const type = { 'content-type': 'application/json' };
  return await fetch(`${url}/v1/pairing`, { method: 'POST', body, headers: { ...type, ...headers } });
}

describe('pairing', patience, () => {
  it('a code makes a till known, which gets its shop and pays; another till gets the next name and the same shop', async () => {
    machine.alipay.answer = (heard) => paidAnswer(heard, `P${heard.body.paymentRequestId}`);
    const shop = ['--merchant-name', 'Café Ludwig', '--merchant-id', 'M7', '--store-name', 'Quay', '--currency', 'HKD'];
    const { terminalId, code } = await newCode(machine.dataDir, '--name', 'Till at the door', '--mcc', '5812', ...shop);
    expect([terminalId, code]).toEqual(['TILL2', expect.stringMatching(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)]);
    const till = await pairedTill(url, ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o')} `);
    expect(till.settings).toMatchObject({
      terminalId: 'TILL2',
      terminalName: 'Till at the door',
      environment: 'sandbox',
      currency: 'HKD',
      merchant: { merchantName: 'Café Ludwig', referenceMerchantId: 'M7', merchantMCC: '5812' },
      store: { storeName: 'Quay', referenceStoreId: 'S0001', storeMCC: '5812' },
    });
    expect(await pay(till, orderOf(till))).toMatchObject({ kind: 'succeeded' });
    expect(till.link.backendView().health).toBeNull();
    expect(await till.link.probe('1:0')).toBe(true);
    expect(till.link.backendView().health).toEqual({ environment: 'sandbox', till: 'known' });

    const next = await pairedTill(url, (await newCode(machine.dataDir)).code);
    expect(next.settings).toEqual({ ...till.settings, terminalId: 'TILL3', terminalName: undefined });
    expect(await listTills(['--data', machine.dataDir])).toMatch(
      /^Till +Name +Store +State +Since\nTILL1 +on this machine\nTILL2 +Till at the door +Quay +paired/,
    );
  });

  it('[T16] a till that is revoked is refused what it begins, within 5 s; what it has open is finished', async () => {
    machine.alipay.answer = inProcessAnswer;
    const till = await pairedTill(url, (await newCode(machine.dataDir)).code);
    const [open, unwanted] = [orderOf(till), orderOf(till)];
    expect(await pay(till, open)).toMatchObject({ kind: 'in-process' });
    expect(await pay(till, unwanted)).toMatchObject({ kind: 'in-process' });
    expect(await revoked(till)).toBeLessThan(5_000);

    const pays = machine.alipay.count('pay');
    const late = orderOf(till);
    const told = { kind: 'failed', code: 'TERMINAL_REVOKED' };
    expect(await pay(till, late)).toMatchObject(told);
    expect(await pay(till, late)).toMatchObject(told);
    expect(await till.link.inquire(intentOf(late), { fresh: false }, '1:0')).toMatchObject(told);
    expect(machine.alipay.count('pay')).toBe(pays);
    expect(await pay(till, open)).toMatchObject({ kind: 'in-process' });
    expect(await till.link.cancel(intentOf(unwanted), 'stop', '1:0')).toMatchObject({ kind: 'succeeded' });
    machine.alipay.answer = (heard) => paidAnswer(heard, `P${heard.body.paymentRequestId}`);
    await settledAs({ ...machine.backends[0]!, link: till.link }, open, 'succeeded');
    expect(await revoke([till.settings.terminalId, '--data', machine.dataDir])).toMatch(/before/);
  });

  it('[T16] the till that needs no pairing can be revoked too, and its name be given to another machine', async () => {
    machine.alipay.answer = (heard) => paidAnswer(heard, `P${heard.body.paymentRequestId}`);
    const own = machine.backends[0]!;
    expect(await own.link.probe('1:0')).toBe(true);
    await revoke(['TILL1', '--data', machine.dataDir]);
    const refused = async () => (await pay(own, newOrder({ paymentRequestId: `TILL1${ids.next()}` }))).kind;
    await expect.poll(refused, { timeout: 10_000, interval: 200 }).toBe('failed');

    const { code } = await newCode(machine.dataDir, '--till', 'TILL1');
    expect(await enter(url, code, machine.tillKey)).toEqual({ ok: false, error: 'key-revoked' });
    const heir = await pairedTill(url, code);
    expect(await pay(heir, orderOf(heir))).toMatchObject({ kind: 'succeeded' });
    expect(await own.link.probe('1:0')).toBe(false);
    expect(own.link.backendView().linkTrouble).toBeNull(); // it was answered a moment ago
  });

  it('a name in use is given away only when asked to; the machine that had it is known no more', async () => {
    const { code, terminalId } = await newCode(machine.dataDir);
    const first = await pairedTill(url, code);
    await expect(newCode(machine.dataDir, '--till', terminalId)).rejects.toThrow(/is known already: .*--replace/);
    const second = await pairedTill(url, (await newCode(machine.dataDir, '--till', terminalId, '--replace')).code);
    expect([await first.link.probe('1:0'), await second.link.probe('1:0')]).toEqual([false, true]);
  });

  it('a code works once: again for the same key, for no other, and not when a newer one was made or its till revoked', async () => {
    const key = newKey();
    const { code, terminalId } = await newCode(machine.dataDir);
    const first = await enter(url, code, key);
    expect(await enter(url, code, key)).toEqual(first);
    expect(await enter(url, code, newKey())).toEqual({ ok: false, error: 'code-unknown' });
    await revoke([terminalId, '--data', machine.dataDir]);
    expect(await enter(url, code, key)).toEqual({ ok: false, error: 'code-unknown' });

    const older = await newCode(machine.dataDir, '--till', 'DOOR1');
    await newCode(machine.dataDir, '--till', 'DOOR1');
    expect(await enter(url, older.code, key)).toEqual({ ok: false, error: 'code-unknown' });
  });

  it('[T16] a key that was revoked is paired no more, under no name, also when its own went to another; its code stays good', async () => {
    const stolen = newKey();
    const { code, terminalId } = await newCode(machine.dataDir);
    await pairedTill(url, code, stolen);
    await revoke([terminalId, '--data', machine.dataDir]);
    const same = await newCode(machine.dataDir, '--till', terminalId);
    expect(await enter(url, same.code, stolen)).toEqual({ ok: false, error: 'key-revoked' });
    const heir = await pairedTill(url, same.code);
    expect(await heir.link.probe('1:0')).toBe(true);

    const other = await newCode(machine.dataDir);
    expect(await enter(url, other.code, stolen)).toEqual({ ok: false, error: 'key-revoked' });
    expect(await enter(url, other.code, newKey())).toMatchObject({ ok: true });
  });

  it('[T16] the key of a till without pairing is revoked with it, also when it is known later; another in its file is not', async () => {
    const { database, db } = await ownDatabase();
    const known = new KnownTills(db);
    const early = { terminalId: TerminalId.parse('EARLY1'), key: newKey() };
    const late = { terminalId: TerminalId.parse('LATE1'), key: newKey() };
    for (const { terminalId } of [early, late]) await known.note(terminalId);
    await known.noteOwnKey(early.terminalId, textOfKey(newKey())); // it made another since
    await known.noteOwnKey(early.terminalId, textOfKey(early.key));
    for (const { terminalId } of [early, late]) await known.revoke(terminalId);
    await known.noteOwnKey(late.terminalId, textOfKey(late.key));
    const next = newKey();
    for (const { terminalId } of [early, late]) await known.noteOwnKey(terminalId, textOfKey(next));
    const { code } = await newCode(machine.dataDir);
    for (const { key } of [early, late])
      expect(await enter(url, code, key)).toEqual({ ok: false, error: 'key-revoked' });
    expect(await enter(url, code, next)).toMatchObject({ ok: true });
    await database.leave();
  });

  it('of many who enter one code at once, one is paired', async () => {
    const { code } = await newCode(machine.dataDir);
    const answers = await Promise.all(Array.from({ length: 4 }, async () => await enter(url, code, newKey())));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('a code that has expired is worth nothing', async () => {
    const { code } = await newCode(machine.dataDir, '--for', '1');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await enter(url, code, newKey())).toEqual({ ok: false, error: 'code-unknown' });
  });

  it('what is wrong on the command line is said in a sentence', async () => {
    const { dataDir } = machine;
    const settings = join(dataDir, '..', 'shop.json');
    writeFileSync(settings, JSON.stringify({ environment: 'production' }));
    const wrong: [RegExp, () => Promise<string>][] = [
      [/^Unknown option '--tell'/, async () => await pair(['--data', dataDir, '--tell'])],
      [/^"till 2" is no till's name/, async () => await pair(['--data', dataDir, '--till', 'till 2'])],
      [/^--for 601 is not 1 to 600 seconds/, async () => await pair(['--data', dataDir, '--for', '601'])],
      [/^name one till to revoke/, async () => await revoke(['--data', dataDir])],
      [/^--data DIR is missing/, async () => await listTills([])],
      [/^There is no backend in \/nowhere/, async () => await listTills(['--data', '/nowhere'])],
      [/^No till is called TILL99 here/, async () => await revoke(['TILL99', '--data', dataDir])],
      [/currency: .+\.$/, async () => await pair(['--data', dataDir, '--currency', 'EURO'])],
      [/whose environment is sandbox/, async () => await pair(['--data', dataDir, '--settings', settings])],
    ];
    for (const [words, command] of wrong) await expect(command()).rejects.toThrow(words);
    expect(await commandLine('pear')).toMatchObject({ exitCode: 2, words: expect.stringMatching(/'pear'; --help/) });
    expect(await commandLine('tills')).toMatchObject({ exitCode: 1, out: '', words: expect.stringMatching(/\.\n$/) });
  });

  it('[T19] who listens and answers for a code loses it after five wrong proofs', async () => {
    const { code } = await newCode(machine.dataDir);
    const key = pairingKeyOf(readPairingCode(code) ?? '');
    const named = { codeId: pairingCodeId(key), terminalKey: textOfKey(newKey()), nonce: ids.next() };
    // In their own hands: each of them would be one of the ten tries of a minute.
    const { database, db } = await ownDatabase();
    const codes = new PairingCodes(db);
    const proof = tillProof(key, named);
    for (let tries = 0; tries < 5; tries++) expect(await codes.redeem({ ...named, proof: '0'.repeat(64) })).toBeNull();
    expect(await codes.redeem({ ...named, proof })).toBeNull();
    await database.leave();
  });

  it('[T19] a page in a browser neither pairs nor makes tries, so that it cannot shut the door for tills', async () => {
    const { code } = await newCode(machine.dataDir);
    const hex = '0'.repeat(64);
    const body = JSON.stringify({ codeId: hex, terminalKey: textOfKey(newKey()), nonce: ids.next(), proof: hex });
    const fromPages: Record<string, string>[] = [
      { 'content-type': 'text/plain;charset=UTF-8' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'text/plain; application/json' },
      { origin: 'https://pages.example' },
      { origin: 'null' },
      { origin: new URL(url).origin },
    ];
    for (const headers of [...fromPages, ...fromPages]) expect((await ask(body, headers)).status).toBe(403);
    expect(await enter(url, code, newKey())).toMatchObject({ ok: true });
  });

  it('[T19] [V37] codes are tried ten times a minute, and then no more; no code stands in a log or a file', async () => {
    const { code } = await newCode(machine.dataDir);
    const hex = '0'.repeat(64);
    const body = JSON.stringify({ codeId: hex, terminalKey: textOfKey(newKey()), nonce: ids.next(), proof: hex });
    const guess = async (): Promise<string> => await (await ask(body)).text();
    const guesses = await Promise.all(Array.from({ length: 30 }, guess));
    expect(guesses.filter((told) => told.includes('too-many-tries')).length).toBeGreaterThanOrEqual(20);
    expect(await enter(url, code, newKey())).toEqual({ ok: false, error: 'too-many-tries' });
    const large = await ask(`{"codeId":"${'0'.repeat(70_000)}"}`);
    const strange = await ask('{"codeId":"0","also":1}');
    expect([large.status, strange.status]).toEqual([413, 400]);

    const plain = readPairingCode(code) ?? '';
    const key = pairingKeyOf(plain);
    const log = machine.backends[0]!.log();
    for (const secret of [code, plain, key.toString('hex'), pairingCodeId(key)]) expect(log).not.toContain(secret);
    expect([...(await filesWith(machine.dataDir, code)), ...(await filesWith(machine.dataDir, plain))]).toEqual([]);
  });

  it('explains itself', async () => {
    for (const [name, command] of Object.entries({ pair, revoke, tills: listTills }))
      expect(await command(['--help'])).toContain(`npm run backend -- ${name}`);
    const told = await commandLine('--help');
    expect(told).toMatchObject({ exitCode: 0, words: '' });
    expect(told.out).toContain('npm run backend -- pair');
  });
});

it('pairs and lists while no backend serves, and leaves no PostgreSQL running', patience, async () => {
  const other = await newMachine();
  const backend = await other.start();
  expect(await listTills(['--data', other.dataDir])).toMatch(/TILL1/);
  expect(await backend.link.probe('1:0')).toBe(true);
  backend.process.kill('SIGTERM');
  await backend.ended;
  const { code } = await newCode(other.dataDir);
  const next = await other.start();
  expect((await pairedTill(next.url, code)).settings.terminalId).toBe('TILL2');
  await other.close();
});
