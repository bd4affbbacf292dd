import type { ReceiptDocument } from '#contract';

import { left, pair } from './lines.ts';
import { documentOf, languagesOf, tillPair, type Paper } from './paper.ts';
import { receiptTime } from './receipt-time.ts';
import { inEach, nameOf } from './words.ts';

/** The line that the opening check prints. */
export function openingCheckLine(paper: Paper): ReceiptDocument {
  const languages = languagesOf(paper);
  const body = [
    ...inEach(languages, ({ openingCheck }) => `${openingCheck.title}: ${openingCheck.printed}`).map((line) =>
      left(line),
    ),
    pair(nameOf(languages, 'time'), receiptTime(paper.printedAt, paper.shop.paper.timeZone)),
    tillPair(paper),
  ];
  return documentOf('opening-check', null, body, paper);
}
