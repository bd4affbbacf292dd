import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { HostFrame } from '#contract';
import { PaymentRequestId, SaleId, type CancelAnswer, type PayAnswer } from '#payment';
import { beforeEach, describe, expect, it } from 'vitest';

import { Host } from './host.ts';
import { openSqliteJournal } from './journal/sqlite-journal.ts';
import { sampleSettings } from './settings/settings.ts';
import { declined, proof, ScriptedAcquirer, succeeded } from './testing/scripted-acquirer.ts';
import { euros, TillWorld } from './testing/till-world.ts';
import { settled, VirtualClock } from './testing/virtual-clock.ts';

const code = '281234567890123456';

let world: TillWorld;
beforeEach(async () => {
  world = new TillWorld();
  await world.start();
});

function order(...steps: string[]): number[] {
  return steps.map((step) => world.trace.indexOf(step));
}

function ascending(places: number[]): boolean {
  return places.every((place, i) => place >= 0 && (i === 0 || place > (places[i - 1] ?? -1)));
}

describe('write, then act', () => {
  it('[V13] the intent is durable before the first byte leaves, and its head travels with it', async () => {
    const id = await world.pay('S1', code);

    expect(ascending(order('durable sale.opened', 'durable pay.intent', 'call pay', 'show asking'))).toBe(true);
    const intent = world.disk.rows.find(({ kind }) => kind === 'pay.intent');
    expect(world.acquirer.calls.find(({ what }) => what === 'pay')).toMatchObject({
      id,
      head: `${intent?.seq}:${intent?.hash}`,
    });
  });

  it('[V13] [V17] every id that the acquirer ever sees is in the journal by then', async () => {
    const unknown: string[] = [];
    world.acquirer.onCall = ({ what, id }) => {
      if (what !== 'probe' && !world.disk.rows.some((row) => row.attempt === id)) unknown.push(id);
    };
    world.acquirer.onInquire = () => ({ kind: 'unsettled', code: 'UNKNOWN_EXCEPTION', proof });
    await world.pay('S1', code);
    await world.clock.advance(100_000);

    expect(world.acquirer.count('cancel')).toBeGreaterThan(0);
    expect(unknown).toEqual([]);
  });

  it('[V13] a cancel is durable before it leaves', async () => {
    world.acquirer.onInquire = () => ({ kind: 'in-process', proof });
    world.acquirer.onCancel = () => ({ kind: 'succeeded', proof });
    const id = await world.pay('S1', code);
    await world.do({ do: 'stop', paymentRequestId: PaymentRequestId.parse(id) });
    await world.clock.advance(3_000);

    expect(
      ascending(order('call fresh', 'durable cancel.intent', 'call cancel', 'durable final', 'show cancelled')),
    ).toBe(true);
    expect(world.acquirer.calls.find(({ what }) => what === 'cancel')?.by).toBe('stop');
  });

  it('[V14] an outcome is durable, and recorded as shown, before a screen shows it', async () => {
    world.acquirer.onPay = () => succeeded('P1');
    await world.pay('S1', code);

    expect(ascending(order('call pay', 'durable final', 'durable shown', 'show paid'))).toBe(true);
    expect(world.bodies('shown')).toEqual([{ kind: 'shown', outcome: 'paid' }]);
  });

  it('[V19] an intent that cannot be written is not sent, and nothing is sold from then on (row 2)', async () => {
    await world.charge('S1');
    world.failWrite = (entries) => entries.some(({ record }) => record.kind === 'pay.intent');

    expect(await world.scan('S1', code)).toEqual({ is: 'bad-scan', why: 'not-selling' });
    expect(world.acquirer.count('pay')).toBe(0);
    expect(world.snapshot.notSelling).toBe('journal-write-failed');
    expect(world.journalFailures).toBe(1);
    world.failWrite = () => false;
    expect(await world.scan('S1', code)).toEqual({ is: 'bad-scan', why: 'not-selling' });
    expect(await world.charge('S2')).toEqual({ is: 'refused', why: 'not-selling' });
    expect(world.acquirer.count('pay')).toBe(0);
  });

  it('[V19] [V14] a final that cannot be written is not shown; the next process asks and then shows it', async () => {
    world.failWrite = (entries) => entries.some(({ record }) => record.kind === 'final');
    world.acquirer.onPay = () => succeeded('P1');
    await world.pay('S1', code);
    expect(world.snapshot.stage.at).toBe('asking');
    expect(world.snapshot.notSelling).toBe('journal-write-failed');
    const sent = world.acquirer.calls.length;
    await world.clock.advance(120_000);
    expect(world.acquirer.calls.slice(sent).filter(({ what }) => what !== 'probe')).toEqual([]);

    world.kill();
    world.failWrite = () => false;
    world.acquirer.onInquire = () => succeeded('P1');
    await world.start();
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'paid', recovered: true });
    expect(world.acquirer.count('pay')).toBe(1);
  });
});

describe('what is believed', () => {
  it('[V6] [V12] a success with another attempt’s paymentId is no answer, and leaves a security record', async () => {
    world.acquirer.onPay = () => succeeded('P1');
    const first = await world.pay('S1', code);
    await world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(first), again: false });

    await world.pay('S2', '289999999999999999');
    expect(world.snapshot.stage.at).toBe('asking');
    expect(world.bodies('security')).toEqual([{ kind: 'security', why: 'mismatch' }]);
    expect(world.bodies('final')).toHaveLength(1);
  });

  it('[V12] … also when the other attempt was another process’s', async () => {
    world.acquirer.onPay = () => succeeded('P1');
    const first = await world.pay('S1', code);
    await world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(first), again: false });
    world.kill();
    await world.start();

    await world.pay('S2', code);
    expect(world.snapshot.stage.at).toBe('asking');
  });

  it('[V4] [R2] resends the very same bytes', async () => {
    world.acquirer.onPay = () => ({ kind: 'none', why: 'no-answer' });
    await world.pay('S1', code);
    await world.clock.advance(20_000);

    const bodies = world.acquirer.calls.flatMap(({ body }) =>
      body === undefined ? [] : [Buffer.from(body).toString()],
    );
    expect(bodies).toHaveLength(3);
    expect(new Set(bodies).size).toBe(1);
  });

  it('[V26] "not exist" is not "not paid": it is asked until a cancel and T_quiet are behind', async () => {
    world.acquirer.onPay = () => ({ kind: 'none', why: 'no-answer' });
    world.acquirer.onInquire = () => ({ kind: 'not-exist', proof });
    world.acquirer.onCancel = () => ({ kind: 'none', why: 'no-answer' });
    await world.pay('S1', code);
    await world.clock.advance(110_000);
    expect(world.snapshot.stage).toMatchObject({ at: 'cancelling', by: 'deadline', escalated: true });

    await world.clock.advance(30_000);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'declined', code: 'NEVER_ARRIVED' });
    expect(world.acquirer.calls.find(({ what }) => what === 'cancel')?.by).toBe('deadline');
  });

  it('[V32] a success after "not paid" opens a conflict only when asked about, and comes back to the screen', async () => {
    const pay = Promise.withResolvers<PayAnswer>();
    world.acquirer.onPay = () => pay.promise;
    world.acquirer.onInquire = () => ({ kind: 'closed', proof });
    const id = await world.pay('S1', code);
    await world.clock.advance(8_000);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'cancelled' });
    await world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(id), again: false });

    pay.resolve(succeeded('P1'));
    await settled();
    expect(world.snapshot.stage.at).toBe('idle');
    world.acquirer.onInquire = () => succeeded('P1');
    await world.clock.advance(30_000);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'conflict', paymentRequestId: id });
    expect(world.bodies('shown')).toEqual([
      { kind: 'shown', outcome: 'cancelled' },
      { kind: 'shown', outcome: 'conflict' },
    ]);
  });
});

describe('what screens see', () => {
  it('a payment that has just begun, from its first snapshot on as sent', async () => {
    await world.pay('S1', code);

    const phases = world.frames.flatMap((frame) =>
      frame.frame === 'snapshot' && frame.snapshot.stage.at === 'asking' ? [frame.snapshot.stage.phase] : [],
    );
    expect(phases).toEqual(['sent']);
  });

  it('the last payments, newest first, and one payment’s story without codes or bodies', async () => {
    world.acquirer.onPay = () => declined('RISK_REJECT');
    const id = await world.pay('S1', code);

    const reply = await world.do({ do: 'details', paymentRequestId: PaymentRequestId.parse(id) });
    expect(reply).toMatchObject({
      is: 'details',
      details: { row: { state: 'declined', codeTail: '3456' }, saleId: 'S1', code: 'RISK_REJECT', paymentId: null },
    });
    const story = reply.is === 'details' ? reply.details.story.map(({ kind, says }) => [kind, says]) : [];
    expect(story).toEqual([
      ['pay.intent', null],
      ['final', 'declined RISK_REJECT'],
      ['shown', 'declined'],
    ]);
    const nobody = await world.do({ do: 'details', paymentRequestId: PaymentRequestId.parse('TILL1nobody') });
    expect(nobody).toEqual({ is: 'refused', why: 'unknown-payment' });
  });

  it('whether the backend is there', async () => {
    expect(world.snapshot.connection).toBe('connected');
    world.acquirer.reachable = false;
    await world.clock.advance(29_000);
    expect(world.snapshot.connection).toBe('connected');
    await world.clock.advance(15_000);
    expect(world.snapshot.connection).toBe('away');
    world.acquirer.reachable = true;
    await world.clock.advance(10_000);
    expect(world.snapshot.connection).toBe('connected');
  });

  it('[V39] a flood of unreadable commands leaves a few security records', async () => {
    const host = await restarted();
    for (let i = 0; i < 500; i++) host.noteUnreadable();
    await settled();

    expect(world.bodies('security')).toHaveLength(10);
  });

  it('money given back when a success had been on record before the cancel', async () => {
    world.acquirer.onPay = () => ({ kind: 'none', why: 'no-answer' });
    world.acquirer.onInquire = () => ({ kind: 'unsettled', code: 'UNKNOWN_EXCEPTION', proof });
    const cancel = Promise.withResolvers<CancelAnswer>();
    world.acquirer.onCancel = () => cancel.promise;
    await world.pay('S1', code);
    await world.clock.advance(78_000);
    world.acquirer.onInquire = () => succeeded('P1');
    await world.clock.advance(6_000);
    expect(world.snapshot.stage.at).toBe('cancelling');
    cancel.resolve({ kind: 'succeeded', proof });
    await settled();

    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'cancelled', moneyGoesBack: true });
  });
});

it('[V37] the payment code is nowhere in the till’s folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterpay-code-'));
  const clock = new VirtualClock();
  const opened = openSqliteJournal(join(folder, 'journal.sqlite'), {
    terminalId: sampleSettings.terminalId,
    stamp: { environment: 'sandbox', bootId: 'boot1', clock },
  });
  if (!opened.ok) throw new Error(opened.error.detail);
  const acquirer = new ScriptedAcquirer();
  acquirer.onPay = () => declined('RISK_REJECT');
  const started = await Host.start(
    {
      clock,
      ids: { next: () => 'N1' },
      journal: opened.value,
      acquirer,
      screen: { show: () => undefined },
      journalFailed: () => undefined,
      log: () => undefined,
    },
    { settings: sampleSettings, settingsFile: 's', timeScale: 1, bootId: 'boot1', seenKey: new Uint8Array(32) },
  );
  if (!started.ok) throw new Error(started.error.detail);
  const saleId = SaleId.parse('S1');
  await started.value.handle({ do: 'charge', saleId, amount: euros(1_250) });
  await started.value.handle({ do: 'scan', saleId, text: code, source: 'wedge' });
  await settled();

  expect(acquirer.orders[0]).toMatchObject({ paymentCode: code });
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes(code), name).toBe(false);
  started.value.end();
  opened.value.close();
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes(code), name).toBe(false);
  rmSync(folder, { recursive: true });
});

async function restarted(): Promise<Host> {
  world.kill();
  return world.start();
}

describe('what keeps a till from working is said', () => {
  it('a till that is not known, and a clock that is off, within 10 s', async () => {
    world.acquirer.reachable = false;
    world.acquirer.view = { ...world.acquirer.view, linkTrouble: 'till-not-known', clockOffMs: null };
    await world.clock.advance(10_000);
    expect(world.snapshot).toMatchObject({ linkTrouble: 'till-not-known', clockOffMs: null });

    world.acquirer.reachable = true;
    world.acquirer.view = { ...world.acquirer.view, linkTrouble: null, clockOffMs: -420_000 };
    await world.clock.advance(10_000);
    expect(world.snapshot).toMatchObject({ connection: 'connected', linkTrouble: null, clockOffMs: -420_000 });
  });

  it('and so it is while a payment is open whose answers prove nothing', async () => {
    world.acquirer.onPay = () => ({ kind: 'none', why: 'bad-signature' });
    await world.clock.advance(31_000);
    world.acquirer.view = { ...world.acquirer.view, linkTrouble: 'backend-not-trusted', clockOffMs: null };
    await world.pay('S1', code);

    expect(world.snapshot).toMatchObject({ stage: { at: 'asking' }, linkTrouble: 'backend-not-trusted' });
  });

  it('[V20] a disk that fills up: what is open is resolved and recorded, a new payment is refused before anything is sent', async () => {
    const id = await world.pay('S1', code);
    world.room.isShort = true;
    world.roomChanged();
    expect(world.snapshot).toMatchObject({ stage: { at: 'asking' }, notSelling: 'disk-full' });

    world.acquirer.onInquire = () => succeeded('P1');
    await world.clock.advance(10_000);
    expect(world.snapshot).toMatchObject({ stage: { at: 'outcome', outcome: 'paid' }, notSelling: 'disk-full' });
    await world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(id), again: false });
    expect(await world.charge('S2')).toEqual({ is: 'refused', why: 'not-selling' });
    expect(world.acquirer.orders).toHaveLength(1);

    world.room.isShort = false;
    world.roomChanged();
    expect(world.snapshot.notSelling).toBeNull();
    expect(await world.charge('S2')).toEqual({ is: 'ok' });
  });

  it.each([
    ['other-environment', { environment: 'production', till: 'known' }],
    ['revoked', { environment: 'sandbox', till: 'revoked' }],
  ] as const)(
    '[V34] [T16] %s: said within 10 s, and nothing is begun; what is open is finished',
    async (why, health) => {
      world.acquirer.onPay = () => ({ kind: 'in-process', proof });
      const id = await world.pay('S1', code);
      world.acquirer.view = { ...world.acquirer.view, health };
      world.acquirer.onInquire = () => succeeded('P1');
      await world.clock.advance(12_000);
      expect(world.snapshot).toMatchObject({ stage: { at: 'outcome', outcome: 'paid' } });
      await world.clock.advance(10_000);
      expect(world.snapshot.notSelling).toBe(why);
      await world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(id), again: false });
      expect(await world.charge('S2')).toEqual({ is: 'refused', why: 'not-selling' });
      expect(await world.scan(null, code)).toEqual({ is: 'bad-scan', why: 'not-selling' });
    },
  );

  it('[V34] answers to an open payment are not enough to sell by: first the backend says of which world it is', async () => {
    const id = PaymentRequestId.parse(await world.pay('S1', code));
    world.acquirer.view = { ...world.acquirer.view, health: null };
    world.acquirer.onInquire = () => ({ kind: 'in-process', proof });
    await restarted();
    await world.clock.advance(16_000);
    await world.do({ do: 'park', paymentRequestId: id });
    expect(await world.charge('S2', 700)).toEqual({ is: 'ok' });
    world.acquirer.onCall = ({ what }) => {
      const health = { environment: 'production', till: 'known' } as const;
      if (what === 'probe') world.acquirer.view = { ...world.acquirer.view, health };
    };
    expect(await world.scan('S2', '286543210987654321')).toEqual({ is: 'bad-scan', why: 'not-selling' });
    expect(world.acquirer.orders).toHaveLength(1);
  });

  it('[V20] a disk that fills up between amount and scan: the scan is refused, nothing is sent', async () => {
    await world.charge('S1');
    world.room.isShort = true;
    expect(await world.scan('S1', code)).toEqual({ is: 'bad-scan', why: 'not-selling' });
    expect(world.acquirer.orders).toHaveLength(0);
  });

  it('[V19] a disk that is full: nothing is sent that is not on it, it is said, and nothing of it is lost', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'full-'));
    const file = join(folder, 'journal.sqlite');
    const clock = new VirtualClock();
    const { terminalId } = sampleSettings;
    const stamp = { environment: 'sandbox', bootId: 'boot1', clock } as const;
    const opened = openSqliteJournal(file, { terminalId, stamp, pagesMax: 12 });
    if (!opened.ok) throw new Error(opened.error.detail);
    const acquirer = new ScriptedAcquirer();
    let failures = 0;
    let last: HostFrame | null = null;
    const started = await Host.start(
      {
        clock,
        ids: { next: () => `N${acquirer.orders.length}` },
        journal: opened.value,
        acquirer,
        screen: { show: (frame) => (last = frame) },
        journalFailed: () => (failures += 1),
        log: () => undefined,
      },
      { settings: sampleSettings, settingsFile: '', timeScale: 1, bootId: 'boot1', seenKey: new Uint8Array(32) },
    );
    if (!started.ok) throw new Error(started.error.detail);
    const host = started.value;
    acquirer.onPay = ({ saleId }) => succeeded(`P${saleId}`);
    for (let number = 1; number <= 100; number++) {
      if (failures > 0) break;
      const saleId = SaleId.parse(`S${number}`);
      await host.handle({ do: 'charge', saleId, amount: euros(1_250) });
      await host.handle({ do: 'scan', saleId, text: `28${String(number).padStart(14, '0')}`, source: 'wedge' });
      await settled();
      const id = acquirer.orders.at(-1)?.paymentRequestId;
      if (id !== undefined) await host.handle({ do: 'acknowledge', paymentRequestId: id, again: false });
    }
    const sent = acquirer.calls.filter(({ what }) => what === 'pay').map(({ id }) => id);
    expect(failures).toBe(1);
    expect(sent.length).toBeGreaterThan(0);
    expect(last).toMatchObject({ frame: 'snapshot', snapshot: { notSelling: 'journal-write-failed' } });
    const more = { do: 'charge', saleId: SaleId.parse('S101'), amount: euros(1_250) } as const;
    expect(await host.handle(more)).toEqual({ is: 'refused', why: 'not-selling' });
    host.end();
    opened.value.close();

    const again = openSqliteJournal(file, { terminalId, stamp: { ...stamp, bootId: 'boot2' } });
    if (!again.ok) throw new Error(again.error.detail);
    const intents = [...again.value.readAll()].flatMap(({ kind, attempt }) => (kind === 'pay.intent' ? [attempt] : []));
    expect(intents).toEqual(expect.arrayContaining(sent));
    again.value.close();
    rmSync(folder, { recursive: true });
  });
});
