import { spawn, type ChildProcess } from 'node:child_process';

import { expect, test } from '@playwright/test';

import { Sandbox } from '../sandbox.ts';
import { Product } from './product.ts';

const timeScale = 20;
const wallet = 'alipayhk';
/** The till says it for 10 s before it ends and is started anew (V19); of the wall. */
const againWithinMs = 30_000;

let product: Product;
test.beforeAll(async () => {
  product = await Product.start({ timeScale });
});
test.afterAll(async () => product.stop());

/** From its `nth` sync on, the host's journal cannot be synced any more: the disk says EIO. */
async function failSyncs(nth: number): Promise<ChildProcess> {
  const inject = ['-e', 'trace=fsync,fdatasync', '-e', `inject=fsync,fdatasync:error=EIO:when=${nth}+`];
  const strace = spawn('strace', ['-f', '-p', String(product.pidOf('host')), ...inject], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    strace.once('error', () => reject(new Error('A failing disk needs strace: install it (Debian: strace).')));
    strace.once('exit', (code) => reject(new Error(`strace ended with ${code}: is ptrace forbidden here?`)));
    strace.stderr.once('data', () => resolve()); // "Process N attached"
  });
  return strace;
}

async function payIn(saleId: string): Promise<void> {
  const { till } = product;
  const text = await new Sandbox(product.sandboxUrl).freshCode(wallet);
  await till.ask({ do: 'scan', saleId, text, source: 'typed' });
}

const cannotRecord = (seen: unknown): boolean =>
  (seen as { notSelling: string | null }).notSelling === 'journal-write-failed';

test('[V19] the intent cannot be synced: nothing is sent, it is said, and the next host sells', async () => {
  const { till, near } = product;
  const { hostId } = await till.until('the keypad', ({ connection }) => connection === 'connected', againWithinMs);
  await till.ask({ do: 'charge', saleId: 'S1', amount: { currency: 'EUR', minor: 1_250 } });
  const strace = await failSyncs(1);
  await payIn('S1').catch(() => undefined);
  await till.until('that it cannot record', cannotRecord, againWithinMs);
  // What was written and not synced may be there or not; here it is, and is closed instead of sent.
  const closed = await till.until('what became of it', ({ stage }) => stage.at === 'outcome', againWithinMs);
  strace.kill();
  expect(closed.hostId).not.toBe(hostId);
  expect(closed.stage.outcome).toBe('cancelled');
  expect(near.passed.filter(({ call }) => call === 'pay')).toEqual([]);
  expect(await new Sandbox(product.sandboxUrl).ledger()).toEqual([]);
  await till.ask({ do: 'acknowledge', paymentRequestId: closed.stage.paymentRequestId, again: false });
});

test('[V19] [V14] the outcome cannot be synced: PAID is not shown by that host, and is by the next one', async () => {
  const { till } = product;
  const sandbox = new Sandbox(product.sandboxUrl);
  await sandbox.behave(wallet, 'must-confirm');
  const { hostId } = await till.until('the keypad', ({ connection }) => connection === 'connected', againWithinMs);
  await till.ask({ do: 'charge', saleId: 'S2', amount: { currency: 'EUR', minor: 700 } });
  await payIn('S2');
  await till.until('the wait', ({ stage }) => 'phase' in stage && stage.phase === 'waiting', againWithinMs);
  const strace = await failSyncs(1);
  const [order] = await sandbox.ledger();
  await sandbox.decide(wallet, 'confirm', order?.paymentRequestId ?? '');
  await till.until('that it cannot record', cannotRecord, againWithinMs);
  const paid = await till.until('the outcome', ({ stage }) => stage.at === 'outcome', againWithinMs);
  strace.kill();
  expect(paid.hostId).not.toBe(hostId);
  expect(paid.stage.outcome).toBe('paid');
  expect(till.shown.filter((seen) => seen.hostId === hostId && seen.stage.outcome === 'paid')).toEqual([]);
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, capturedMinor: 700 }]);
});
