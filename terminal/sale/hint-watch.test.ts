import { PaymentRequestId, type HintWord } from '#payment';
import { beforeEach, describe, expect, it } from 'vitest';

import { declined, proof, succeeded } from '../testing/scripted-acquirer.ts';
import { euros, TillWorld } from '../testing/till-world.ts';
import { settled } from '../testing/virtual-clock.ts';

const code = '281234567890123456';
const inProcess = { kind: 'in-process', proof } as const;

let world: TillWorld;
let id: string;
beforeEach(async () => {
  world = new TillWorld();
  await world.start();
  world.acquirer.onPay = () => inProcess;
  world.acquirer.onInquire = () => inProcess;
  world.acquirer.onCancel = () => ({ kind: 'succeeded', proof });
  id = await world.pay('S1', code);
});

/** What the verified line brings. */
async function hint(says: HintWord, change: { id?: string; minor?: number } = {}): Promise<void> {
  const paymentRequestId = PaymentRequestId.parse(change.id ?? id);
  world.acquirer.listener?.hint({ paymentRequestId, amount: euros(change.minor ?? 1_250), says });
  await settled();
}

const inquiries = (): number => world.acquirer.count('inquire');

describe('a hint about an open payment', () => {
  it('[5.2/16] [V32] causes an inquiry at once, and only its answer ends the payment', async () => {
    await hint('succeeded');
    expect(inquiries()).toBe(1);
    expect(world.bodies('hint')).toEqual([{ kind: 'hint', says: 'succeeded' }]);
    expect(world.snapshot.stage).toMatchObject({ at: 'asking' });

    world.acquirer.onInquire = () => succeeded('P1');
    await world.clock.advance(1_000);
    await hint('succeeded');
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'paid' });
  });

  it('[V32] a hint that lies does nothing: the inquiry says otherwise', async () => {
    world.acquirer.onInquire = () => declined('RISK_REJECT');
    await hint('succeeded');
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'declined' });
  });

  it('[V27] [V30] a flood of them asks once a second, and the last one is not lost', async () => {
    for (let copy = 0; copy < 500; copy++) await hint('other');
    expect(inquiries()).toBe(1);
    await world.clock.advance(1_000);
    expect(inquiries()).toBe(2);
    await world.clock.advance(1_000);
    expect(inquiries()).toBe(2);
    expect(world.bodies('hint')).toHaveLength(2);
  });

  it('[V31] of another amount, or of a payment that is not this till’s, leaves a security record and no more', async () => {
    await hint('succeeded', { minor: 1_251 });
    await hint('succeeded', { id: 'TILL9elsewhere' });
    world.acquirer.listener?.refused('hint-bad-signature');
    await settled();
    expect(inquiries()).toBe(0);
    const why = world.bodies('security').map((body) => (body as { why: string }).why);
    expect(why).toEqual(['hint-mismatch', 'hint-unknown-payment', 'hint-bad-signature']);
    for (let copy = 0; copy < 100; copy++) await hint('succeeded', { minor: 1 });
    expect(world.bodies('security')).toHaveLength(10);
  });
});

describe('a hint after the end', () => {
  it('[5.2/26] [V32] after CANCELLED the screen stays; one inquiry 30 s later opens the conflict', async () => {
    await world.do({ do: 'stop', paymentRequestId: PaymentRequestId.parse(id) });
    await world.clock.advance(3_000);
    expect(world.snapshot.stage).toMatchObject({ outcome: 'cancelled' });
    const asked = inquiries();

    world.acquirer.onInquire = () => succeeded('P1');
    for (let copy = 0; copy < 8; copy++) await hint('conflict');
    await world.clock.advance(29_000);
    expect(inquiries()).toBe(asked);
    expect(world.snapshot.stage).toMatchObject({ outcome: 'cancelled' });
    await world.clock.advance(2_000);
    expect(inquiries()).toBe(asked + 1);
    expect(world.snapshot.stage).toMatchObject({ outcome: 'conflict' });
  });

  it('[5.2/26] after a restart too, when nothing of the payment was being watched', async () => {
    await world.do({ do: 'stop', paymentRequestId: PaymentRequestId.parse(id) });
    await world.clock.advance(3_000);
    world.kill();
    await world.start();
    world.acquirer.onInquire = () => succeeded('P1');
    await hint('succeeded');
    await world.clock.advance(31_000);
    expect(world.snapshot.stage).toMatchObject({ outcome: 'conflict' });
  });

  it('[5.2/26] [5.2/26b] also about a payment that 200 others have followed: the conflict reaches the screen', async () => {
    await world.do({ do: 'stop', paymentRequestId: PaymentRequestId.parse(id) });
    await world.clock.advance(3_000);
    await world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(id), again: false });
    world.acquirer.onPay = () => succeeded(`P${world.acquirer.count('pay')}`);
    for (let sale = 0; sale < 205; sale++) {
      const later = await world.pay(`L${sale}`, `28${String(10 ** 15 + sale)}`);
      await world.do({ do: 'acknowledge', paymentRequestId: PaymentRequestId.parse(later), again: false });
    }
    world.acquirer.onInquire = () => succeeded('Plate');
    await hint('conflict');
    await world.clock.advance(31_000);
    expect(world.bodies('security')).toEqual([]);
    expect(world.bodies('conflict')).toHaveLength(1);
    expect(world.snapshot.stage).toMatchObject({ outcome: 'conflict', paymentRequestId: id });
  });

  it('[5.2/30] what is known already is neither asked nor recorded again', async () => {
    world.acquirer.onInquire = () => succeeded('P1');
    await hint('succeeded');
    await world.clock.advance(2_000);
    const rows = world.disk.rows.length;
    for (const says of ['succeeded', 'failed', 'conflict', 'other'] as const) await hint(says);
    await world.clock.advance(60_000);
    expect(world.disk.rows).toHaveLength(rows);
    expect(inquiries()).toBe(1);
  });
});

describe('the line', () => {
  it('is closed while the till is revoked', async () => {
    expect(world.acquirer.listener).not.toBeNull();
    const health = { environment: 'sandbox', till: 'revoked' } as const;
    world.acquirer.view = { ...world.acquirer.view, health };
    world.roomChanged();
    expect(world.acquirer.listener).toBeNull();
    world.acquirer.view = { ...world.acquirer.view, health: { ...health, till: 'known' } };
    world.roomChanged();
    expect(world.acquirer.listener).not.toBeNull();
  });
});
