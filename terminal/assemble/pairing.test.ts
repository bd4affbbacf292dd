import { fork, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HostFrame, type PairingAnswer } from '#contract';
import { signGrant, textOfKey } from '#protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  goodCode,
  grantText,
  openStandInBackend,
  type Between,
  type StandInBackend,
} from './testing/stand-in-backend.ts';

const program = new URL('main.ts', import.meta.url).pathname;

type Paired = Extract<PairingAnswer, { is: 'paired' }>;

let backend: StandInBackend;
let folder: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  backend = await openStandInBackend();
});
afterAll(async () => {
  await backend.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterpay-pairing-'));
  backend.between = {};
  backend.revoked = () => false;
  backend.health = { status: 'ok', environment: 'sandbox', till: 'known' };
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A host on the folder, and a way to wait for what it says. */
function started(...flags: string[]) {
  const child = fork(program, ['--data', folder, ...flags], { silent: true });
  children.push(child);
  child.setMaxListeners(100);
  let words = '';
  child.stderr?.on('data', (part: Buffer) => (words += part.toString()));
  const frames: HostFrame[] = [];
  child.on('message', (message) => frames.push(HostFrame.parse(message)));
  async function frame(fits: (frame: HostFrame) => boolean): Promise<HostFrame> {
    for (;;) {
      const found = frames.find(fits);
      if (found !== undefined) return found;
      await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error(words)))]);
    }
  }
  let asked = 0;
  async function ask(command: object): Promise<unknown> {
    const id = `a${asked++}`;
    child.send({ id, command });
    const answer = await frame((one) => one.frame === 'reply' && one.id === id);
    return answer.frame === 'reply' ? answer.reply : undefined;
  }
  const pair = async (code: string, address = backend.url): Promise<unknown> =>
    await ask({ do: 'pair', backend: address, code });
  const shows = async (what: HostFrame['frame']): Promise<HostFrame> => await frame((one) => one.frame === what);
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { ask, pair, shows, frame, end, words: () => words };
}

// Whole processes on a machine that may be busy: a probe that was missed is repeated 10 s later.
const patience = { timeout: 60_000 };

describe('a new till', patience, () => {
  it('says that it is unpaired, is paired by its command alone, and starts with what it was granted from then on', async () => {
    const till = started();
    expect(await till.shows('unpaired')).toEqual({ frame: 'unpaired', backend: null });
    const amount = { currency: 'EUR', minor: 100 };
    expect(await till.ask({ do: 'charge', saleId: 'S1', amount })).toEqual({ is: 'refused', why: 'not-selling' });
    expect(await till.pair('k7qf2 m9xpt')).toEqual({ is: 'ok' });
    const shop = { terminalId: 'TILL7', storeName: 'Harbour Tea House, Quay 1' };
    expect(await till.shows('snapshot')).toMatchObject({ snapshot: { environment: 'sandbox', shop } });
    expect(await till.pair(goodCode)).toEqual({ is: 'refused', why: 'not-now' });
    await till.end();

    expect(statSync(join(folder, 'pairing.json')).mode & 0o777).toBe(0o600);
    const next = started();
    await next.frame((one) => one.frame === 'snapshot' && one.snapshot.connection === 'connected');
    await next.end();
    for (const name of readdirSync(folder))
      expect(readFileSync(join(folder, name), 'latin1'), name).not.toMatch(/K7QF2-?M9XPT/i);
    expect(till.words() + next.words()).not.toMatch(/K7QF2|M9XPT/i);
  });

  it('[T16] whose key was revoked makes another by itself, and is paired by the same code', async () => {
    await paired();
    const key = readFileSync(join(folder, 'terminal.key.pem'), 'utf8');
    rmSync(join(folder, 'pairing.json'));
    const old = backend.asked.at(-1)?.terminalKey;
    backend.revoked = (terminalKey) => terminalKey === old;
    await paired();
    expect(backend.asked.at(-1)?.terminalKey).not.toBe(old);
    expect(readFileSync(join(folder, 'terminal.key.pem'), 'utf8')).not.toBe(key);
    expect(statSync(join(folder, 'terminal.key.pem')).mode & 0o777).toBe(0o600);
    const next = started();
    await next.frame((one) => one.frame === 'snapshot' && one.snapshot.connection === 'connected');
  });

  it('does not believe that a key which it made a moment ago was revoked', async () => {
    backend.revoked = () => true;
    const till = started();
    await till.shows('unpaired');
    const before = backend.asked.length;
    expect(await till.pair(goodCode)).toEqual({ is: 'not-paired', why: 'not-counterpay' });
    expect(backend.asked.length - before).toBe(2);
  });

  it('asks once for a command that is repeated, and takes no other meanwhile', async () => {
    const till = started('--backend', backend.url);
    expect(await till.shows('unpaired')).toEqual({ frame: 'unpaired', backend: backend.url });
    const before = backend.asked.length;
    const both = Promise.all([till.pair(goodCode, ''), till.pair(goodCode, ''), till.pair('0000000000', '')]);
    expect(await both).toEqual([{ is: 'ok' }, { is: 'ok' }, { is: 'refused', why: 'busy' }]);
    expect(backend.asked.length - before).toBe(1);
  });

  it('says what is wrong with what was typed, or with what answers', async () => {
    const page = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
    });
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const till = started();
    await till.shows('unpaired');
    const wrong: [string, string, string][] = [
      ['address', '', goodCode],
      ['address', 'pay .example', goodCode],
      ['address', 'ftp://pay.example', goodCode],
      ['address', 'http://192.0.2.1:4781', goodCode], // a payment code would go over the network for all to read
      ['address', 'https://someone:secret@pay.example', goodCode],
      ['code-unreadable', backend.url, 'K7QF2-M9XP'],
      ['code-unreadable', backend.url, 'K7QF2-M9XPU'],
      ['code-unknown', backend.url, 'K7QF2-M9XP0'],
      ['unreachable', '127.0.0.1:1', goodCode],
      ['not-counterpay', `localhost:${(page.address() as AddressInfo).port}/`, goodCode],
    ];
    for (const [why, address, code] of wrong)
      expect(await till.pair(code, address), address).toEqual({ is: 'not-paired', why });
    await new Promise((resolve) => page.close(resolve));
    expect(readdirSync(folder)).not.toContain('pairing.json');
  });
});

describe('somebody between a new till and its backend', patience, () => {
  const theirs = generateKeyPairSync('ed25519').privateKey;
  let heard: object = {};
  const keepAnswer = (answer: Paired): object => {
    heard = answer;
    return { is: 'refused', why: 'code-unknown' };
  };
  const attacks: Record<string, Between> = {
    'puts in a till’s key of theirs': { request: (asked) => ({ ...asked, terminalKey: textOfKey(theirs) }) },
    'asks with a nonce of theirs': { request: (asked) => ({ ...asked, nonce: '0'.repeat(32) }) },
    'grants with a key of theirs': {
      answer: (answer) => {
        const grant = grantText(backend.settings, theirs);
        return { ...answer, grant, signature: signGrant(grant, theirs) };
      },
    },
    'changes the settings': {
      answer: (answer) => ({ ...answer, grant: answer.grant.replace('"EUR"', '"USD"') }),
    },
    'changes the signature': {
      answer: (answer) => ({ ...answer, signature: signGrant(`${answer.grant} `, theirs) }),
    },
    'gives the till’s proof back as the backend’s': {
      answer: (answer, asked) => ({ ...answer, proof: asked.proof }),
    },
    'adds a field': { answer: (answer) => ({ ...answer, also: true }) },
    'leaves the proof out': { answer: (answer) => ({ ...answer, proof: undefined }) },
    'gives the answer to an earlier request': { answer: () => heard },
  };

  it('[T19] is not believed, whatever they do, and nothing is kept', async () => {
    const till = started();
    await till.shows('unpaired');
    backend.between = { answer: keepAnswer };
    await till.pair(goodCode);
    for (const [attack, between] of Object.entries(attacks)) {
      backend.between = between;
      const why: unknown = expect.stringMatching(/^(not-counterpay|code-unknown)$/);
      expect(await till.pair(goodCode), attack).toEqual({ is: 'not-paired', why });
      expect(readdirSync(folder), attack).not.toContain('pairing.json');
    }
    backend.between = {};
    expect(await till.pair(goodCode)).toEqual({ is: 'ok' });
  });
});

/** A till that was paired and ended. */
async function paired(): Promise<void> {
  const till = started();
  await till.shows('unpaired');
  expect(await till.pair(goodCode)).toEqual({ is: 'ok' });
  await till.shows('snapshot');
  await till.end();
}

/** What a till says of a backend that says this of itself, and what becomes of a charge then. */
async function saysOf(health: StandInBackend['health']): Promise<unknown[]> {
  backend.health = health;
  const till = started();
  const told = await till.frame(
    (one) => one.frame === 'snapshot' && (one.snapshot.notSelling !== null || one.snapshot.connection === 'connected'),
  );
  const reply = await till.ask({ do: 'charge', saleId: 'S1', amount: { currency: 'EUR', minor: 100 } });
  await till.end();
  return [told.frame === 'snapshot' ? told.snapshot.notSelling : told, reply];
}

describe('a paired till', patience, () => {
  it('[V34] does not start when what it was granted was changed on the disk, and says so', async () => {
    await paired();
    const file = join(folder, 'pairing.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('127.0.0.1', '127.0.0.2'));
    const till = started();
    expect(await till.shows('cannot-run')).toMatchObject({
      why: 'settings-invalid',
      detail: expect.stringMatching(/^The file was changed.* pair it with a new code\.$/),
      file,
    });
    expect(await till.pair(goodCode)).toEqual({ is: 'refused', why: 'not-selling' });
  });

  const refused = { is: 'refused', why: 'not-selling' };

  it.each(['sandbox', 'production'] as const)(
    '[V34] set up for %s, it sells with a backend of this world, not of the other',
    async (environment) => {
      backend.settings = { ...backend.settings, environment };
      await paired();
      backend.settings = { ...backend.settings, environment: 'sandbox' };
      const other = environment === 'sandbox' ? 'production' : 'sandbox';
      const known = { status: 'ok', till: 'known' } as const;
      expect(await saysOf({ ...known, environment: other })).toEqual(['other-environment', refused]);
      expect(await saysOf({ ...known, environment })).toEqual([null, { is: 'ok' }]);
    },
  );

  it('[T16] sells nothing once its backend says that it was revoked', async () => {
    await paired();
    const revoked = { status: 'ok', environment: 'sandbox', till: 'revoked' } as const;
    expect(await saysOf(revoked)).toEqual(['revoked', refused]);
  });

  it('[V34] a journal of the sandbox is not gone on with by a till that was paired for real money', async () => {
    await paired();
    rmSync(join(folder, 'pairing.json'));
    backend.settings = { ...backend.settings, environment: 'production' };
    const till = started();
    await till.shows('unpaired');
    expect(await till.pair(goodCode)).toEqual({ is: 'ok' });
    expect(await till.shows('cannot-run')).toMatchObject({ why: 'settings-invalid' });
    backend.settings = { ...backend.settings, environment: 'sandbox' };
  });
});
