import { PrintJobId, type PrintCommand } from '#contract';
import type { PaymentRequestId } from '#payment';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { proof, succeeded } from '../testing/scripted-acquirer.ts';
import { aPrinter, counter, kitchen, PaperTill, quiet } from './testing/paper-till.ts';

const ok = { is: 'ok' };

let till: PaperTill;
beforeAll(async () => {
  // Loaded before any clock runs.
  await import('../receipt/index.ts');
  await import('../receipt/picture.ts');
});
beforeEach(async () => {
  till = new PaperTill();
  await till.start();
});

function notPrinted(why: string) {
  return { is: 'not-printed', why };
}

describe('the drawer', () => {
  it('is on record with its reason before it opens, once however often it is asked for', async () => {
    let durable: string[] = [];
    till.onKick = () => {
      durable = [...till.world.kinds];
      return { kind: 'printed' };
    };
    expect(await till.do(kick('K1'))).toEqual(ok);
    expect(await till.do(kick('K1'))).toEqual(ok);
    await till.restart();
    expect(await till.do(kick('K1'))).toEqual(ok);
    expect(durable.at(-1)).toBe('drawer.kick');
    expect(till.kicks).toHaveLength(1);
    expect(till.world.bodies('drawer.kick')).toMatchObject([{ reason: 'test', pin: 2, printer: counter }]);
    expect(till.world.bodies('drawer.ended')).toMatchObject([{ outcome: 'confirmed' }]);
  });

  it('[T5] opens in the sandbox for a try only, and in a shop for its reasons', async () => {
    expect(await till.do(kick('K1', 'change'))).toEqual(notPrinted('sandbox'));
    expect(till.world.kinds).not.toContain('drawer.kick');
    const shop = new PaperTill();
    shop.world.settings = { ...shop.world.settings, environment: 'production' };
    await shop.start();
    expect(await shop.do(kick('K1', 'change'))).toEqual(ok);
    expect(shop.kicks).toHaveLength(1);
  });

  it('is named as missing where none hangs on the printer', async () => {
    await till.printers(aPrinter({ profile: { ...aPrinter().profile, drawerPin: null } }));
    expect(await till.do(kick('K1'))).toEqual(notPrinted('no-drawer'));
    expect(await till.do({ ...kick('K1'), printer: kitchen } as PrintCommand)).toEqual(notPrinted('no-printer'));
  });

  it('is recorded when its switch says that it was opened, whoever did, and a switch that flutters fills no disk', async () => {
    await till.printers(aPrinter({ drawer: 'closed' }));
    await till.printers(aPrinter({ drawer: 'open' }));
    await till.printers(aPrinter({ drawer: 'closed' }));
    expect(till.world.bodies('drawer.seen')).toMatchObject([{ is: 'open' }, { is: 'closed' }]);
    for (let flutter = 0; flutter < 100; flutter += 1)
      await till.printers(aPrinter({ drawer: flutter % 2 === 0 ? 'open' : 'closed' }));
    expect(till.world.bodies('drawer.seen')).toHaveLength(20);
  });
});

describe('an order’s code on paper', () => {
  const order = 'https://order.example/q/1';

  async function shown(): Promise<PaymentRequestId> {
    const orderCode = { value: order, sha256: 'ab'.repeat(32), expiresInMs: 180_000 };
    till.world.acquirer.onPay = () => ({ kind: 'code', orderCode, proof });
    till.world.acquirer.onInquire = () => ({ kind: 'in-process', proof });
    const saleId = till.world.charge('S1').then(() => 'S1');
    await till.world.do({ do: 'show-code', saleId: (await saleId) as never });
    await quiet();
    const { stage } = till.world.snapshot;
    if (stage.at !== 'asking') throw new Error('no order is shown');
    return stage.paymentRequestId;
  }

  it('is the one on the customer’s screen, in the words that nothing is paid; it is in no record and no snapshot of jobs', async () => {
    const id = await shown();
    const job = PrintJobId.parse('J1');
    expect(await till.do({ do: 'print-order-code', job, paymentRequestId: id })).toEqual(ok);
    expect(till.given).toMatchObject([{ document: { kind: 'order-code', number: null } }]);
    expect(till.given[0]?.document.markup).toContain('NOT PAID YET');
    expect(JSON.stringify([till.world.disk, till.view])).not.toContain(order);
  });

  it('is not printed when it is off, and not later than it is wanted', async () => {
    const id = await shown();
    await till.says({ driver: 'away' });
    await till.do({ do: 'print-order-code', job: PrintJobId.parse('J1'), paymentRequestId: id });
    await till.world.clock.advance(10_000);
    expect(till.jobsOf(id)).toMatchObject([{ state: 'withdrawn' }]);
    till.world.acquirer.onCancel = () => ({ kind: 'succeeded', proof });
    await till.world.do({ do: 'stop', paymentRequestId: id });
    await till.world.clock.advance(3_000);
    const reply = await till.do({ do: 'print-order-code', job: PrintJobId.parse('J2'), paymentRequestId: id });
    expect(reply).toEqual(notPrinted('nothing-to-print'));
  });
});

describe('a preview', () => {
  it('is the receipt as a picture and as text, within one frame, and prints nothing', async () => {
    const id = await till.paid('S1');
    const reply = await till.do({ do: 'preview', paymentRequestId: id });
    expect(reply).toMatchObject({ is: 'preview', preview: { kind: 'paid', copy: 0 } });
    expect(JSON.stringify(reply)).toContain('PAID');
    expect(Buffer.byteLength(JSON.stringify(reply))).toBeLessThan(65_536);
    expect(till.given).toEqual([]);
  });

  it('of a receipt with all that a shop may say, in the widest letters, still is one', async () => {
    const shop = new PaperTill();
    const lines = Array.from({ length: 6 }, () => '龍'.repeat(96));
    const name = '門'.repeat(256);
    const { settings } = shop.world;
    shop.world.settings = {
      ...settings,
      terminalName: name,
      merchant: { ...settings.merchant, merchantName: name },
      store: { ...settings.store, storeName: `魚${name.slice(1)}` },
      paper: { language: 'ja', header: lines, footer: lines },
    };
    shop.world.acquirer.onPay = () => succeeded('P'.repeat(64));
    await shop.start();
    const reply = await shop.do({ do: 'preview', paymentRequestId: await shop.paid('S1') });
    expect(reply.is === 'preview' || reply).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(reply))).toBeLessThan(65_536);
  });
});

describe('pages of the printer itself', () => {
  it('are printed when they are asked for, and stand on no list', async () => {
    expect(await till.do(page('J1'))).toEqual(ok);
    expect(await till.do({ do: 'print-check-line', job: PrintJobId.parse('J2') })).toEqual(ok);
    expect(till.given.map(({ document }) => document.kind)).toEqual(['printer-test', 'opening-check']);
    await till.says({ driver: 'away' });
    await till.do(page('J3'));
    await till.world.clock.advance(60_000);
    expect(till.view).toMatchObject({ notPrinted: 0 });
    expect(till.states[0]).toBe('withdrawn');
  });
});

describe('printers', () => {
  it('are looked for and chosen through the driver process, and by a new host asked for', async () => {
    expect(till.others).toContain('look-for-printers');
    const wish = { to: 'add-network-printer', host: '192.0.2.9', port: 9_100 } as const;
    expect(await till.do({ do: 'printer', wish })).toEqual(ok);
    expect(till.world.frames).toContainEqual({ frame: 'to-drivers', device: wish });
    await till.says({ driver: 'away' });
    expect(await till.do({ do: 'printer', wish })).toEqual({ is: 'refused', why: 'not-now' });
    expect(till.view.printers).toMatchObject([{ id: counter, presence: 'absent', trouble: 'absent' }]);
  });

  it('one that is forgotten gets no receipts any more', async () => {
    await till.do({ do: 'printer', wish: { to: 'forget-printer', printer: counter } });
    await till.printers();
    expect(till.view.printer).toBeNull();
    expect(await till.print(await till.paid('S1'))).toEqual(notPrinted('no-printer'));
  });
});

function page(id: string): PrintCommand {
  return { do: 'print-test-page', job: PrintJobId.parse(id) };
}

function kick(id: string, reason: 'test' | 'change' = 'test'): PrintCommand {
  return { do: 'kick-drawer', kick: PrintJobId.parse(id), reason, note: null };
}
