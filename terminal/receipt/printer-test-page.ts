import { scanTestText, type ReceiptDocument } from '#contract';

import { centred, gap, left, pair, rule, type Line } from './lines.ts';
import { documentOf, languagesOf, tillPair, type Paper } from './paper.ts';
import { receiptTime } from './receipt-time.ts';
import { filled, inEach, nameOf } from './words.ts';

/** What a person chooses the printer's settings by: how wide it prints, which scripts it has, whether its codes read and it cuts. */
export function printerTestPage(paper: Paper): ReceiptDocument {
  const languages = languagesOf(paper);
  const body: Line[] = [
    ...inEach(languages, ({ test }) => test.title).map((line) => centred(line, 'tall')),
    pair(nameOf(languages, 'time'), receiptTime(paper.printedAt, paper.shop.paper.timeZone)),
    tillPair(paper),
    rule,
    ...inEach(languages, ({ test }) => filled(test.ruler, { n: paper.columns })).map((line) => left(line)),
    left(ruler(paper.columns)),
    ...inEach(languages, ({ test }) => test.scripts).map((line) => left(line)),
    ...scripts.map((line, index) => left(`${index + 1} ${line}`)),
    left('A a'),
    { is: 'text', text: 'A a', weight: 'strong', at: 'left' },
    { is: 'text', text: 'A a', weight: 'inverse', at: 'left' },
    { is: 'text', text: 'A a', weight: 'large', at: 'left' },
    rule,
    // The text that the till knows as its own test: no payment code, and every key of a scanner that types.
    { is: 'barcode', data: scanTestText },
    gap,
    { is: 'qr', data: scanTestText, cellDots: 5, level: 'q' },
    gap,
    ...inEach(languages, ({ test }) => test.codes).map((line) => left(line)),
    ...inEach(languages, ({ test }) => test.cut).map((line) => left(line)),
  ];
  return documentOf('printer-test', null, body, paper);
}

/** `....5...10...15` up to the edge. */
function ruler(columns: number): string {
  const marks = Array.from({ length: Math.ceil(columns / 5) }, (_, index) => String((index + 1) * 5).padStart(5, '.'));
  const line = marks.join('');
  return line.length === columns ? line : `${line.slice(0, columns - 1)}|`;
}

/** Each line has what goes wrong in its script: signs of money, marks on letters, wide ones, and marks above marks. */
const scripts: readonly string[] = [
  'English $ £ # @ & *',
  'Latin € ß é ñ ø ç ğ ř',
  '简体中文 ￥元龙门鱼',
  '繁體中文 圓龍門魚',
  '日本語 ￥円カﾅがパ',
  '한국어 ₩원 한글',
  'ไทย ฿ กี่ น้ำ ปู่ ที่',
  'Tiếng Việt ₫ ế ộ ữ',
  'Русский ₽ Ж щ ё',
  'Ελληνικά € Ω ή',
];
