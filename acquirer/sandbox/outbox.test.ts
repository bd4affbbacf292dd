import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { NotificationList } from '#contract';
import { readNotification, signAlipayContent, type Notification } from '#protocol';

import { byCode, clientId, clientKey, ownPublicKey, standingClock, startRig, type Rig } from './sandbox-rig.ts';

const path = '/told/us?by=alipay';
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

type Heard = { at: number; read: ReturnType<typeof readNotification>; text: string };

let rig: Rig;
let shop: { url: string; heard: Heard[]; says: 'S' | 'F' | 'unsigned' | 'nothing'; server: Server };
afterEach(async () => {
  await rig.sandbox.close();
  shop.server.closeAllConnections();
  shop.server.close();
});

/** The acquirer's end: verifies as a backend does, and answers as the test says. */
async function openShop(clock = standingClock()): Promise<typeof clock> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const body = Buffer.concat(chunks);
      const read = readNotification({ headers, body }, { path, clientId, key: ownPublicKey });
      heard.push({ at: clock.monoMs(), read, text: body.toString('utf8') });
      if (shop.says === 'nothing') return void request.socket.destroy();
      const said = Buffer.from(JSON.stringify({ result: { resultStatus: shop.says, resultCode: 'SUCCESS' } }));
      const time = '2026-11-20T10:00:00Z';
      const content = { method: 'POST', path, clientId, time, body: said };
      const signature = signAlipayContent(content, clientKey);
      response.writeHead(
        200,
        shop.says === 'unsigned' ? {} : { 'client-id': clientId, 'response-time': time, signature },
      );
      response.end(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  shop = { url, heard, says: 'S', server };
  return clock;
}

async function open(): Promise<void> {
  const clock = await openShop();
  rig = await startRig({ clock });
}

/** A payment that its customer has to confirm. */
async function asked(): Promise<void> {
  await rig.setWallet({ temper: 'must-confirm' });
  await rig.pay({ ...byCode(await rig.code()), paymentNotifyUrl: shop.url });
}

const decide = (decision: 'confirm' | 'refuse') =>
  rig.post(`/sandbox/wallets/alipayhk/${decision}`, { paymentRequestId: 'TILL1pay1' });

const listed = async () =>
  NotificationList.parse(await rig.get('/sandbox/notifications?paymentRequestId=TILL1pay1')).notifications;

async function heardTimes(times: number): Promise<void> {
  await expect.poll(() => shop.heard.length, { interval: 5 }).toBe(times);
}

/** The clock goes on, and what leaves then arrives. */
async function pass(ms: number, times: number): Promise<void> {
  rig.clock.advance(ms);
  await heardTimes(times);
  await expect
    .poll(async () => (await listed()).every(({ tries, lastAnswer }) => tries === 0 || lastAnswer !== null))
    .toBe(true);
}

const paid: Notification = {
  paymentRequestId: 'TILL1pay1' as Notification['paymentRequestId'],
  says: 'succeeded',
  amount: { currency: 'EUR', value: '1250' },
};

const faults = async (notifications: object): Promise<void> => await rig.setSwitches({ notifications });

describe('notifyPayment', () => {
  it('[10.3] leaves at once when a customer has paid or refused, signed over the path of the address, and ends when acknowledged', async () => {
    await open();
    await asked();
    expect(await listed()).toEqual([]);
    await decide('confirm');
    await pass(0, 1);
    expect(shop.heard[0]?.read).toEqual({ ok: true, value: paid });
    expect(await listed()).toMatchObject([{ status: 'S', tries: 1, nextAt: null, lastAnswer: 'acknowledged' }]);
    rig.clock.advance(25 * hourMs);
    await rig.get('/sandbox/switches');
    expect(shop.heard).toHaveLength(1);
  });

  it('[10.3] tells of a refusal, and of an order that ran out although nobody looked', async () => {
    await open();
    await asked();
    await decide('refuse');
    await pass(0, 1);
    expect(shop.heard[0]?.read).toMatchObject({ value: { says: 'failed' } });
    await rig.pay({ paymentRequestId: 'TILL1pay2', ...byCode(await rig.code()), paymentNotifyUrl: shop.url });
    rig.clock.advance(61_000);
    rig.clock.advance(0);
    await heardTimes(2);
    expect(shop.heard[1]?.text).toContain('ORDER_IS_CLOSED');
  });

  it('[2.8] of a payment that pay has answered it comes ten seconds later; without an address none comes', async () => {
    await open();
    await rig.pay({ ...byCode(await rig.code()), paymentNotifyUrl: shop.url });
    await rig.pay({ paymentRequestId: 'TILL1pay2', ...byCode(await rig.code()) });
    rig.clock.advance(9_999);
    expect(await listed()).toMatchObject([{ tries: 0 }]);
    await pass(1, 1);
    expect(shop.heard[0]?.read).toEqual({ ok: true, value: paid });
  });

  it.each(['F', 'unsigned', 'nothing'] as const)(
    '[2.8] is sent again after 2, 10 and 10 minutes, 1, 2, 6 and 15 hours when it is answered with %s, and then no more',
    async (says) => {
      await open();
      shop.says = says;
      await asked();
      await decide('confirm');
      await pass(0, 1);
      const gaps = [2 * minuteMs, 10 * minuteMs, 10 * minuteMs, hourMs, 2 * hourMs, 6 * hourMs, 15 * hourMs];
      for (const [index, gapMs] of gaps.entries()) {
        rig.clock.advance(gapMs - 1);
        expect(shop.heard).toHaveLength(index + 1);
        await pass(1, index + 2);
      }
      expect((shop.heard.at(-1)?.at ?? 0) - (shop.heard[0]?.at ?? 0)).toBe(24 * hourMs + 22 * minuteMs);
      expect(new Set(shop.heard.map(({ text }) => text)).size).toBe(1);
      expect(await listed()).toMatchObject([{ tries: 8, nextAt: null, acknowledgedAt: null }]);
    },
  );

  it('[10.3] is sent on after the sandbox was started again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
    const ledgerPath = join(folder, 'ledger.sqlite');
    const clock = await openShop();
    rig = await startRig({ clock, ledgerPath });
    shop.says = 'nothing';
    await asked();
    await decide('confirm');
    await pass(0, 1);
    await rig.sandbox.close();
    shop.says = 'S';
    rig = await startRig({ clock, ledgerPath });
    await pass(2 * minuteMs, 2);
    expect(await listed()).toMatchObject([{ tries: 2, lastAnswer: 'acknowledged' }]);
    rmSync(folder, { recursive: true });
  });

  it('[T22] goes to no address that others on the way could read', async () => {
    await open();
    const answer = await rig.pay({ ...byCode(await rig.code()), paymentNotifyUrl: 'http://shop.example/told' });
    expect(answer.json.result).toMatchObject({ resultCode: 'PARAM_ILLEGAL' });
    expect(answer.json.result.resultMessage).toContain('https');
  });
});

describe('faults of notifications', () => {
  it('lost: the next one does not arrive, and comes again by its schedule; none at all', async () => {
    await open();
    await faults({ lost: 1 });
    await asked();
    await decide('confirm');
    rig.clock.advance(0);
    expect(await listed()).toMatchObject([{ tries: 1 }]);
    await pass(2 * minuteMs, 1);

    await faults({ sent: false });
    await rig.pay({ paymentRequestId: 'TILL1pay2', ...byCode(await rig.code()), paymentNotifyUrl: shop.url });
    rig.clock.advance(61_000);
    rig.clock.advance(25 * hourMs);
    expect(shop.heard).toHaveLength(1);
  });

  it('bad signature, wrong amount, eight at once', async () => {
    await open();
    await faults({ badSignature: 1, wrongAmount: 1, duplicated: 1 });
    shop.says = 'F';
    await asked();
    await decide('confirm');
    await pass(0, 1);
    expect(shop.heard[0]?.read).toEqual({ ok: false, error: 'bad-signature' });
    await pass(2 * minuteMs, 2);
    expect(shop.heard[1]?.read).toMatchObject({ ok: true, value: { amount: { value: '1251' } } });
    await pass(10 * minuteMs, 10);
  });

  it('before the answer to pay, which waits for it', async () => {
    await open();
    await faults({ beforeAnswer: 1 });
    await rig.pay({ ...byCode(await rig.code()), paymentNotifyUrl: shop.url });
    expect(shop.heard).toHaveLength(1);
    expect(await listed()).toMatchObject([{ lastAnswer: 'acknowledged' }]);
  });

  it('[V30] late by a day, and after a delay', async () => {
    await open();
    await faults({ late: 1, lateMs: 24 * hourMs });
    await asked();
    await decide('confirm');
    rig.clock.advance(0);
    rig.clock.advance(23 * hourMs);
    expect(shop.heard).toHaveLength(0);
    await pass(hourMs, 1);

    await faults({ delayMs: 10_000 });
    await rig.pay({ paymentRequestId: 'TILL1pay2', ...byCode(await rig.code()), paymentNotifyUrl: shop.url });
    await rig.post('/sandbox/wallets/alipayhk/confirm', { paymentRequestId: 'TILL1pay2' });
    rig.clock.advance(9_000);
    expect(shop.heard).toHaveLength(1);
    await pass(1_000, 2);
  });
});
