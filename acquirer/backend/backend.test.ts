import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { backendLink } from '../client/backend-link.ts';
import { openDatabase } from './postgres/open-database.ts';
import { inProcessAnswer, paidAnswer } from './testing/alipay-stub.ts';
import { filesWith, isAlive, serverPid } from './testing/data-folders.ts';
import { givenUrl, openOtherServer } from './testing/databases.ts';
import { clock, ids, killed, newMachine, type Machine, type Running } from './testing/machine.ts';
import { newOrder, paymentCode, till } from './testing/orders.ts';
import { intentOf, pay, settledAs } from './testing/till.ts';

// Whole processes on a machine that may be busy with other tests.
const patience = { timeout: 60_000 };

describe('the backend as a process, with its own PostgreSQL', patience, () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await newMachine();
    await machine.start();
  }, 60_000);

  afterAll(async () => {
    await machine.close();
  });

  const current = (): Running => machine.backends.at(-1)!;

  it('[3b] a till pays: Alipay+ is asked once, with the order as it wants it', async () => {
    machine.alipay.answer = (heard) => paidAnswer(heard, `P${heard.body.paymentRequestId}`);
    const order = newOrder();
    expect(await pay(current(), order)).toMatchObject({ kind: 'succeeded', success: { wallet: 'Kakao' } });
    expect(await current().link.probe('1:0')).toBe(true);

    const sent = machine.alipay.heard.filter(({ body }) => body.paymentRequestId === order.paymentRequestId);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).toMatchObject({
      paymentAmount: { currency: 'EUR', value: '1250' },
      paymentMethod: { paymentMethodType: 'CONNECT_WALLET', paymentMethodId: paymentCode },
      paymentFactor: { isInStorePayment: 'true', inStorePaymentScenario: 'PaymentCode' },
      order: { env: { storeTerminalId: till }, merchant: { store: { storeMCC: '5812', storeTerminalId: till } } },
    });
  });

  it('[F8] [F9] [3b] cancels: nothing held, in process, paid', async () => {
    const never = newOrder();
    expect(await current().link.cancel(intentOf(never), 'stop', '1:0')).toMatchObject({ kind: 'succeeded' });
    const before = machine.alipay.count('pay');
    expect(await pay(current(), never)).toMatchObject({ kind: 'failed', code: 'ORDER_IS_CLOSED' });
    expect(machine.alipay.count('pay')).toBe(before);

    machine.alipay.answer = inProcessAnswer;
    const open = newOrder();
    expect(await pay(current(), open)).toMatchObject({ kind: 'in-process' });
    expect(await current().link.cancel(intentOf(open), 'stop', '1:0')).toMatchObject({ kind: 'succeeded' });

    machine.alipay.answer = (heard) => (heard.api === 'pay' ? paidAnswer(heard, 'P77') : inProcessAnswer(heard));
    const paid = newOrder();
    expect(await pay(current(), paid)).toMatchObject({ kind: 'succeeded' });
    expect(await current().link.cancel(intentOf(paid), 'stop', '1:0')).toMatchObject({ kind: 'succeeded' });
    await settledAs(current(), paid, 'closed');
  });

  it('[3b] answers an unsigned, an unknown and an unreadable request so that a till takes it for no answer', async () => {
    const unsigned = await fetch(`${current().url}/v1/payments/TILL1x`);
    expect([unsigned.status, unsigned.headers.get('signature')]).toEqual([401, null]);

    const stranger = generateKeyPairSync('ed25519').privateKey;
    const backendKey = createPublicKey(readFileSync(join(machine.dataDir, 'backend.pub.pem')));
    const foreign = { baseUrl: current().url, key: stranger, backendKey: () => backendKey };
    for (const terminalId of [till, 'TILL2' as typeof till])
      expect(await backendLink({ ...foreign, terminalId }, { clock, ids }).probe('1:0')).toBe(false);

    const { link } = current();
    const order = newOrder();
    const twice = Buffer.from(JSON.stringify(order).replace('{', '{"saleId":"other",'));
    const large = Buffer.from(JSON.stringify(order).padEnd(70_000));
    for (const body of [twice, large, Buffer.from('{}'), Buffer.from('[')])
      expect(await link.pay(body, intentOf(order), '1:0')).toMatchObject({ kind: 'none' });
    expect(machine.alipay.heard.some(({ body }) => body.paymentRequestId === order.paymentRequestId)).toBe(false);
  });

  it('[R13] [V28] says that its clock is not the one by which Alipay+ signs', async () => {
    machine.alipay.answer = (heard) => paidAnswer(heard, `P${heard.body.paymentRequestId}`);
    await pay(current(), newOrder());
    expect(current().log()).not.toContain("machine's clock");
    machine.alipay.clockAheadMs = -7 * 60_000;
    await pay(current(), newOrder());
    await expect.poll(() => current().log()).toContain("This machine's clock is 7 min fast by Alipay+'s");
    machine.alipay.clockAheadMs = 0;
  });

  it('[V19] with the disk of its PostgreSQL full, it says so once, sends nothing, and pays again when there is room', async () => {
    machine.alipay.answer = (heard) => paidAnswer(heard, `P${heard.body.paymentRequestId}`);
    const pays = machine.alipay.count('pay');
    const database = await openDatabase(machine.dataDir, null);
    // As PostgreSQL says it itself, when the intent is committed.
    await database.pool.query(`
      create function no_room() returns trigger language plpgsql as $$ begin
        raise exception 'could not extend file' using errcode = 'disk_full';
      end $$;
      create constraint trigger no_room after insert on records deferrable initially deferred
        for each row execute function no_room()`);
    const order = newOrder();
    for (const unlucky of [order, newOrder()]) expect(await pay(current(), unlucky)).toMatchObject({ kind: 'unknown' });
    expect(machine.alipay.count('pay')).toBe(pays);
    expect(
      current()
        .log()
        .match(/the PostgreSQL of this backend is full: make room/g),
    ).toHaveLength(1);

    await database.pool.query('drop function no_room cascade');
    await database.leave();
    expect(await pay(current(), order)).toMatchObject({ kind: 'succeeded' });
    expect(machine.alipay.count('pay')).toBe(pays + 1);
  });

  it('[R9] [V15] killed with a payment open, it finds its PostgreSQL again, asks, never pays, and finishes', async () => {
    machine.alipay.answer = inProcessAnswer;
    const order = newOrder();
    expect(await pay(current(), order)).toMatchObject({ kind: 'in-process' });
    const server = await serverPid(join(machine.dataDir, 'postgres'));
    await killed(current());
    expect(isAlive(server)).toBe(true);
    const pays = machine.alipay.count('pay');

    machine.alipay.answer = (heard) => paidAnswer(heard, 'P1001');
    const next = await machine.start();
    await settledAs(next, order, 'succeeded');
    expect(await serverPid(join(machine.dataDir, 'postgres'))).toBe(server);
    expect(await pay(next, order)).toMatchObject({ kind: 'succeeded', success: { paymentId: 'P1001' } });
    expect(machine.alipay.count('pay')).toBe(pays);
  });

  it('[R9] [V15] killed together with its PostgreSQL, it does the same', async () => {
    machine.alipay.answer = inProcessAnswer;
    const order = newOrder();
    expect(await pay(current(), order)).toMatchObject({ kind: 'in-process' });
    process.kill(await serverPid(join(machine.dataDir, 'postgres')), 'SIGKILL');
    await killed(current());
    const pays = machine.alipay.count('pay');

    machine.alipay.answer = (heard) => paidAnswer(heard, 'P1002');
    const next = await machine.start();
    await settledAs(next, order, 'succeeded');
    expect(machine.alipay.count('pay')).toBe(pays);
  });

  it('ends by itself when its PostgreSQL goes away, so that whoever watches starts it again', async () => {
    process.kill(await serverPid(join(machine.dataDir, 'postgres')), 'SIGKILL');
    expect(await current().ended).toBe(1);
    await machine.start();
    expect(await current().link.probe('1:0')).toBe(true);
  });

  it('ends in order within 3 s while a till waits for its answer, and takes its PostgreSQL with it', async () => {
    machine.alipay.answer = () => null;
    const order = newOrder();
    const answer = pay(current(), order);
    await expect.poll(() => machine.alipay.heard.at(-1)?.body.paymentRequestId).toBe(order.paymentRequestId);
    const server = await serverPid(join(machine.dataDir, 'postgres'));
    const since = performance.now();
    current().process.kill('SIGTERM');
    expect(await current().ended).toBe(0);
    expect(performance.now() - since).toBeLessThan(3_000);
    expect(isAlive(server)).toBe(false);
    expect((await answer).kind).toMatch(/^(none|unknown)$/);
    machine.alipay.answer = (heard) => paidAnswer(heard, 'P1003');
    await settledAs(await machine.start(), order, 'succeeded');
  });

  it('says in one sentence that its port is taken, and leaves no PostgreSQL behind', async () => {
    const other = await newMachine();
    const port = new URL(current().url).port;
    await expect(other.start({ port })).rejects.toThrow(
      /^it ended: backend: Port \d+ on this machine is taken: .*\.\n$/,
    );
    await expect(serverPid(join(other.dataDir, 'postgres'))).rejects.toThrow('ENOENT');
    await other.close();
  });

  it('a second backend on the same folder says so and ends, and the first goes on with its PostgreSQL', async () => {
    await expect(machine.start()).rejects.toThrow(/Another backend is using this database/);
    expect(await current().link.probe('1:0')).toBe(true);
    expect(isAlive(await serverPid(join(machine.dataDir, 'postgres')))).toBe(true);
  });

  it('[V37] neither the payment code nor the customer stands in any file or in the log', async () => {
    current().process.kill('SIGTERM');
    expect(await current().ended).toBe(0);
    const logs = machine.backends.map((backend) => backend.log()).join('');
    expect(await filesWith(machine.dataDir, 'sale1')).not.toEqual([]); // the search finds what is there
    for (const secret of [paymentCode, 'customer4711', sha256(paymentCode)]) {
      expect(await filesWith(machine.dataDir, secret)).toEqual([]);
      expect(logs).not.toContain(secret);
    }
    expect(logs).toContain(`code …${paymentCode.slice(-4)}`);
    for (const name of ['alipay.key.pem', 'backend.key.pem', 'hash.key'])
      expect(statSync(join(machine.dataDir, name)).mode & 0o777).toBe(0o600);
  });
});

describe('the backend as a process, with another PostgreSQL', patience, () => {
  it('[R9] killed with a payment open, it asks, never pays, and finishes', async () => {
    const server = givenUrl === '' ? await openOtherServer() : null;
    const machine = await newMachine(server?.url ?? givenUrl);
    const first = await machine.start();
    machine.alipay.answer = inProcessAnswer;
    const order = newOrder({ paymentRequestId: `TILL1${ids.next()}` });
    expect(await pay(first, order)).toMatchObject({ kind: 'in-process' });
    await killed(first);
    machine.alipay.answer = (heard) => paidAnswer(heard, `P${ids.next()}`);
    await settledAs(await machine.start(), order, 'succeeded');
    expect(machine.alipay.count('pay')).toBe(1);
    await machine.close();
    await server?.close();
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
