import type { Reply } from '#contract';
import type { PaymentRequestId } from '#payment';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { sealed } from '../journal/chain.ts';
import { code, PaperTill } from '../printing/testing/paper-till.ts';
import { declined, proof } from '../testing/scripted-acquirer.ts';

let till: PaperTill;
let id: PaymentRequestId;
let short: string;
let full: string;
beforeAll(async () => {
  await import('./index.ts');
});
beforeEach(async () => {
  till = new PaperTill();
  await till.start();
  await till.paid('S0');
  id = await till.paid('S1');
  await till.print(id);
  const codes = [...(till.given[0]?.document.markup ?? '').matchAll(/\{code:(CP[0-9A-Za-z]+);/g)];
  [short = '', full = ''] = codes.map(([, text]) => text ?? '');
});

function found(paymentRequestId: PaymentRequestId): Reply {
  return { is: 'receipt', paymentRequestId };
}

function notFound(why: string) {
  return { is: 'no-receipt', why };
}

/** The last digit of the check, made another. */
function forged(text: string): string {
  const at = 'CP'.length + 10 + 7;
  return text.slice(0, at) + String((Number(text[at]) + 1) % 10) + text.slice(at + 1);
}

describe('a receipt of this till', () => {
  it('is found by either of its codes, scanned by whatever scanner', async () => {
    expect(full).toBe(`${short}TILL1`);
    expect(await till.world.scan(null, short)).toEqual(found(id));
    expect(await till.world.scan(null, `]Q1${full}\r\n`)).toEqual(found(id));
    await till.says({ driver: 'scan', seq: 1, scanner: 'hid 1' as never, via: 'hid-pos', text: full, aim: ']Q1' });
    expect(till.world.frames.at(-1)).toEqual({ frame: 'scanned', via: 'hid-pos', scanned: found(id) });
    expect(till.world.snapshot.held).toBeNull();
  });

  it('is found by what a person types, with blanks and small letters', async () => {
    const typed = short.toLowerCase().replace(/^(..)(.{10})/, '$1 $2 ');
    expect(await till.do({ do: 'find-receipt', text: typed })).toEqual(found(id));
  });

  it('is found after a restart, and begins no payment while a sale waits for a code', async () => {
    await till.restart();
    expect(await till.world.scan(null, short)).toEqual(found(id));
    await till.world.charge('S2');
    expect(await till.world.scan('S2', full)).toEqual(found(id));
    expect(till.world.snapshot.stage).toMatchObject({ at: 'scan', saleId: 'S2' });
    expect(till.world.acquirer.orders).toHaveLength(2);
  });

  it('is found as what it was when it was printed, whatever became of the payment', async () => {
    till.world.kill();
    const { rows } = till.world.disk;
    const last = rows.at(-1);
    if (last === undefined) throw new Error('an empty journal');
    const stamp = { environment: 'sandbox', bootId: 'boot9', clock: till.world.clock } as const;
    const voided = { kind: 'void.intent', by: 'stop' } as const;
    rows.push(sealed(last, { sale: null, attempt: id, actor: 'host', record: voided }, stamp));
    await till.start();
    expect(await till.world.scan(null, full)).toEqual(found(id));
  });

  it('is found when so many payments have followed that it is not at hand any more', async () => {
    for (let sale = 0; sale < 230; sale += 1) await till.paid(`T${sale}`);
    expect(await till.world.scan(null, short)).toEqual(found(id));
    expect(await till.print(id)).toEqual({ is: 'ok' });
    expect(till.given.at(-1)?.document).toMatchObject({ copy: 1, number: till.given[0]?.document.number });
  });
});

describe('[T23] what is no receipt of this till', () => {
  it('is told from it: forged, of another till, or not known', async () => {
    expect(await till.world.scan(null, forged(full))).toEqual(notFound('forged'));
    expect(await till.world.scan(null, forged(short))).toEqual(notFound('unknown'));
    expect(await till.world.scan(null, full.replace(/TILL1$/, 'TILL2'))).toEqual(notFound('other-till'));
    expect(await till.world.scan(null, 'CP000000999912345678')).toEqual(notFound('unknown'));
    expect(await till.do({ do: 'find-receipt', text: '12.50' })).toEqual(notFound('not-a-receipt-code'));
  });

  it('is also what names a record that is no final of a payment that was PAID', async () => {
    till.world.acquirer.onPay = () => declined('USER_BALANCE_NOT_ENOUGH');
    await till.world.pay('S2', code);
    for (let seq = 1; seq <= till.world.disk.rows.length; seq += 1) {
      const text = `CP${String(seq).padStart(10, '0')}${short.slice(12)}`;
      expect(await till.world.scan('S2', text)).toEqual(text === short ? found(id) : notFound('unknown'));
    }
  });

  it('cannot be judged without the key, and nothing else stops', async () => {
    const bare = new PaperTill();
    bare.world.printing.receiptKey = () => {
      throw new Error('the disk is broken');
    };
    await bare.start();
    await bare.paid('S1');
    expect(await bare.world.scan(null, short)).toEqual(notFound('unknown'));
    expect(bare.world.logged.join()).toContain('the key of receipts: the disk is broken');
    bare.world.acquirer.onPay = () => ({ kind: 'in-process', proof });
    await bare.world.pay('S2', code);
    expect(bare.world.snapshot.stage).toMatchObject({ at: 'asking' });
  });
});
