import { ReceiptDocument, ReceiptPreview, type ReceiptLanguage } from '#contract';
import { Amount, formatAmount } from '#payment';
import { describe, expect, it } from 'vitest';

import { openingCheckLine } from './opening-check-line.ts';
import { orderCodeSlip } from './order-code-slip.ts';
import { isPaid, isPending } from './paid-payment.ts';
import { paidReceipt } from './paid-receipt.ts';
import type { Paper } from './paper.ts';
import { pendingSlip, pendingTitle } from './pending-slip.ts';
import { previewOf, textOf } from './picture.ts';
import { printerTestPage } from './printer-test-page.ts';
import {
  factsOf,
  inLanguage,
  inProduction,
  paidRecord,
  sampleAt,
  sampleIntent,
  sampleKey,
  samplePaid,
  samplePaper,
  samplePending,
  sampleShop,
} from './testing/sample-payments.ts';
import { columnsOf } from './text-width.ts';

const languages: readonly ReceiptLanguage[] = ['en', 'zh-Hans', 'ja', 'th'];
const widths = [32, 48];

function order(paper: Paper, code = 'https://qr.example/281006040106aB3'): ReceiptDocument {
  const slip = orderCodeSlip({ facts: samplePending(), code, endsAt: sampleAt + 60_000 }, paper);
  if (!slip.ok) throw new Error(slip.error);
  return slip.value;
}

function everyKind(paper: Paper): ReceiptDocument[] {
  return [
    paidReceipt(samplePaid(), paper, sampleKey),
    pendingSlip(samplePending(), paper),
    order(paper),
    openingCheckLine(paper),
    printerTestPage(paper),
  ];
}

/** Of the lines, without the breaks that the paper's width makes. */
const bare = (text: string): string => text.replace(/\s/gu, '');

const codes = (markup: string | undefined): string[] => markup?.match(/\{code:[^}]*\}/g) ?? [];

const orderFacts = samplePending(sampleIntent({ scenario: 'OrderCode', codeTail: null }));

/** Dots for a square of an order's code of this length; or why there is none. */
function cells(length: number, columns: number): unknown {
  const code = 'x'.repeat(length);
  const slip = orderCodeSlip({ facts: orderFacts, code, endsAt: sampleAt }, samplePaper({ columns }));
  return slip.ok ? /qrcode,(\d)/.exec(slip.value.markup)?.[1] : slip.error;
}

describe.each(languages)('paper in %s', (language) => {
  const customerLanguage = language === 'en' ? 'zh-Hans' : 'en';

  it.each(widths)('looks as it is known to, of %i columns', async (columns) => {
    const paper = samplePaper({ shop: inLanguage(language), columns });
    const copy = paidReceipt(samplePaid(), { ...paper, copy: 2, customerLanguage }, sampleKey);
    const sheets = [...everyKind(paper), copy];
    const text = sheets.map(
      (sheet) => `== ${sheet.kind} ${'='.repeat(columns - 4 - sheet.kind.length)}\n${textOf(sheet)}`,
    );
    await expect(text.join('')).toMatchFileSnapshot(`./golden/${language}-${columns}.txt`);
  });

  it.each(widths)('is never wider than %i columns, and fits what carries it', (columns) => {
    for (const shop of [sampleShop, inProduction()])
      for (const sheet of everyKind(
        samplePaper({ shop: inLanguage(language, shop), columns, customerLanguage, copy: 12 }),
      )) {
        for (const line of textOf(sheet).split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
        expect(ReceiptDocument.parse(sheet)).toEqual(sheet);
        expect(ReceiptPreview.parse(previewOf(sheet)).number).toBe(sheet.number);
      }
  });

  it('[V34] has the sandbox’s mark at both ends, and none in production', () => {
    for (const sheet of everyKind(samplePaper({ shop: inLanguage(language) }))) {
      const lines = textOf(sheet).trim().split('\n');
      expect(lines[0]?.trim()).toBe('SANDBOX');
      expect(lines.slice(-4).map((line) => line.trim())).toContain('SANDBOX');
      expect(sheet.environment).toBe('sandbox');
    }
    for (const sheet of everyKind(samplePaper({ shop: inLanguage(language, inProduction()) }))) {
      expect(textOf(sheet)).not.toContain('SANDBOX');
      expect(sheet.environment).toBe('production');
    }
  });

  it('[V41] has the mark of a copy, with its number, but on the first', () => {
    for (const sheet of everyKind(samplePaper({ shop: inLanguage(language), copy: 3 }))) {
      expect(textOf(sheet)).toContain('COPY 3');
      expect(sheet.copy).toBe(3);
    }
    for (const sheet of everyKind(samplePaper({ shop: inLanguage(language) })))
      expect(textOf(sheet)).not.toContain('COPY');
  });

  it('[V42] calls nothing paid but a payment that is', () => {
    const paid = { en: 'PAID', 'zh-Hans': '已支付', ja: 'お支払い済み', th: 'ชำระเงินแล้ว' };
    const [receipt, ...others] = everyKind(
      samplePaper({ shop: inLanguage(language, inProduction()), columns: 48, customerLanguage }),
    );
    expect(receipt && textOf(receipt)).toContain(paid[language]);
    for (const sheet of others) {
      const text = textOf(sheet).replaceAll('NOT PAID YET', '');
      for (const word of Object.values(paid)) expect(text).not.toContain(word);
      expect(sheet.number).toBeNull();
      expect(sheet.markup).not.toContain('code:CP');
    }
  });

  it('[V42] says of a pending payment that it is pending and no receipt, in the words that are agreed on', () => {
    const text = textOf(pendingSlip(samplePending(), samplePaper({ shop: inLanguage(language) })));
    expect(text).toContain(pendingTitle);
    expect(pendingTitle).toBe('RESULT PENDING – NOT A RECEIPT');
  });
});

describe('a receipt', () => {
  it('[V42] is of a PAID payment only, by its type', () => {
    const pending = samplePending();
    // @ts-expect-error a pending payment has no receipt
    expect(() => paidReceipt({ facts: pending, number: 1 }, samplePaper(), sampleKey)).toThrow();
    // @ts-expect-error whether it is paid was not asked
    void (() => paidReceipt({ facts: factsOf(sampleIntent()), number: 1 }, samplePaper(), sampleKey));
    // @ts-expect-error a paid payment is not pending
    void (() => pendingSlip(samplePaid().facts, samplePaper()));
  });

  it('is made for what is PAID, a slip for what nobody knows, and nothing for what was not', () => {
    const cancelled = factsOf(sampleIntent(), { ...paidRecord(), outcome: 'cancelled', success: null } as never);
    const declined = factsOf(sampleIntent(), {
      ...paidRecord(),
      outcome: 'declined',
      code: 'X',
      success: null,
    } as never);
    const paid = factsOf(sampleIntent(), paidRecord());
    const voiding = factsOf(sampleIntent(), paidRecord(), { kind: 'void.intent', by: 'stop' });
    expect(
      [paid, voiding, cancelled, declined, factsOf(sampleIntent())].map((facts) => [isPaid(facts), isPending(facts)]),
    ).toEqual([
      [true, false],
      [false, true],
      [false, false],
      [false, false],
      [false, true],
    ]);
  });

  it.each(widths)('loses nothing on %i columns, whatever is long', (columns) => {
    const long = {
      merchant: 'Ünïted Tea & Coffee Company of the Northern Harbours "Zum Löwen" {Ltd} | Branch '.repeat(3).trim(),
      store: '東京駅前第三丁目喫茶店珈琲館本店'.repeat(8),
      name: 'เครื่องรับเงินหน้าร้านชั้นล่างใกล้ประตูทางออก'.repeat(3),
      wallet: 'ウォレット-'.repeat(12),
    };
    const intent = sampleIntent({
      amount: { currency: 'KWD', minor: 99_999_999_999 },
      paymentRequestId: `T${'9'.repeat(63)}`,
      terminalId: 'T'.repeat(24),
    });
    const paper = samplePaper({
      columns,
      customerLanguage: 'th',
      copy: 3,
      shop: {
        ...inLanguage('ja'),
        merchant: { ...sampleShop.merchant, merchantName: long.merchant },
        store: { ...sampleShop.store, storeName: long.store },
        terminalName: long.name,
        paper: {
          language: 'ja',
          header: Array.from({ length: 6 }, () => '行'.repeat(96)),
          footer: Array.from({ length: 6 }, () => '\\|'.repeat(48)),
        },
      },
    });
    const sheet = paidReceipt(
      samplePaid(intent, { wallet: long.wallet, paymentId: 'P'.repeat(64) }, 9_999_999_999),
      paper,
      sampleKey,
    );
    const text = textOf(sheet);

    for (const line of text.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
    for (const part of [
      ...Object.values(long),
      intent.paymentRequestId,
      'P'.repeat(64),
      '9999999999',
      '行'.repeat(96),
      '\\|'.repeat(48),
    ])
      expect(bare(text)).toContain(bare(part));
    expect(bare(text)).toContain(bare(formatAmount(intent.amount, 'ja')));
    expect(ReceiptPreview.parse(previewOf(sheet)).copy).toBe(3);
    expect(ReceiptDocument.parse(sheet).number).toBe(9_999_999_999);
  });

  it.each([
    ['JPY', 1_250, 'en', '¥1,250', '(JPY)'],
    ['KWD', 1_250, 'en', 'KWD 1.250', '(KWD)'],
    ['CNY', 1_250, 'zh-Hans', '¥12.50', '(CNY)'],
    ['THB', 1_250, 'th', '฿12.50', '(THB)'],
  ] as const)('writes %s with its own decimals', (currency, minor, language, text, code) => {
    const intent = sampleIntent({ amount: Amount.parse({ currency, minor }) });
    const paper = textOf(paidReceipt(samplePaid(intent), samplePaper({ shop: inLanguage(language) }), sampleKey));
    expect(paper.replaceAll('\u00a0', ' ')).toContain(text);
    expect(paper).toContain(code);
  });

  it('names Alipay+ and the wallet as its customers know it, and the store’s word with its colour', () => {
    const text = textOf(paidReceipt(samplePaid(), samplePaper({ columns: 48 }), sampleKey));
    expect(text).toContain('Alipay+');
    expect(text).toMatch(/Wallet +GCash\n/);
    expect(text).toMatch(/Word of the minute +anchor \(blue\)\n/);
  });

  it('says nothing of a wallet, a code or a word that is not known', () => {
    const paid = samplePaid(sampleIntent({ codeTail: null, scenario: 'OrderCode' }), {
      wallet: null,
      storeWord: undefined,
    });
    const text = textOf(paidReceipt(paid, samplePaper(), sampleKey));
    expect(text).not.toMatch(/Wallet|Code ends|Word of/);
    expect(text).toContain('Alipay+');
  });

  it('speaks the customer’s language beside the shop’s, and each only once', () => {
    const both = paidReceipt(samplePaid(), samplePaper({ columns: 48, customerLanguage: 'ja' }), sampleKey);
    expect(both.languages).toEqual(['en', 'ja']);
    expect(textOf(both)).toContain('Amount / 金額 (EUR)');
    const one = paidReceipt(samplePaid(), samplePaper({ customerLanguage: 'en' }), sampleKey);
    expect(one.languages).toEqual(['en']);
    expect(textOf(one).match(/PAID/g)).toHaveLength(1);
  });

  it('has no codes where its number is beyond what they hold, and still has the number', () => {
    const sheet = paidReceipt(samplePaid(undefined, {}, 10_000_000_000), samplePaper(), sampleKey);
    expect(sheet.markup).not.toContain('{code:');
    expect(textOf(sheet)).toContain('10000000000');
  });

  it('has the same number on every copy', () => {
    const [first, second] = [0, 1].map((copy) => paidReceipt(samplePaid(), samplePaper({ copy }), sampleKey));
    expect([first?.number, second?.number]).toEqual([1_234, 1_234]);
    expect(codes(first?.markup)).toHaveLength(2);
    expect(codes(second?.markup)).toEqual(codes(first?.markup));
  });
});

describe('an order’s code on paper', () => {
  it('says when it ends, that it is not paid yet, and that it is no receipt', () => {
    const text = textOf(order(samplePaper()));
    expect(text).toContain('NOT PAID YET');
    expect(text).toContain('The code ends at 14:04:05.');
    expect(text).toContain('This is not a receipt.');
  });

  it('is as large as the paper allows, and refused where a phone could not read it', () => {
    expect([40, 200, 900].map((length) => cells(length, 32))).toEqual(['6', '5', '3']);
    expect([40, 200, 900, 2_048].map((length) => cells(length, 48))).toEqual(['6', '6', '4', '3']);
    expect(cells(1_000, 32)).toBe('no-room');
  });

  it('is refused when it holds what no code does', () => {
    const code = 'https://qr.example/\u00e9';
    expect(orderCodeSlip({ facts: orderFacts, code, endsAt: sampleAt }, samplePaper())).toEqual({
      ok: false,
      error: 'not-printable',
    });
  });
});
