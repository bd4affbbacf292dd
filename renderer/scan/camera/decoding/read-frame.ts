import { readPaymentCode } from '#payment';

import type { Decoder, Luma, Testimony, Witness } from './decoder.ts';
import { areaAround } from './region.ts';

/** More barcodes than that in one picture are a shelf of goods, not a phone: no witness is heard about the others. */
const witnessedMax = 4;

/**
 * What is in one frame, in words of both decoders where that matters: the witness is asked about bars only, where the
 * first decoder has read some and no QR code has a payment code. It costs nothing otherwise.
 */
export function readFrame(luma: Luma, first: Decoder, witness: Witness | null): Testimony[] {
  const found = first.read(luma).map((reading): Testimony => ({ ...reading, by: first.name }));
  if (witness === null || found.some(({ symbology, text }) => symbology === 'qr' && readPaymentCode(text).ok))
    return found;
  const bars = found.filter(({ symbology }) => symbology === 'code128').slice(0, witnessedMax);
  const heard = bars.flatMap(({ corners }) =>
    corners === undefined ? [] : witness.readBars(luma, areaAround(corners)),
  );
  return [...found, ...heard.map((reading): Testimony => ({ ...reading, by: witness.name }))];
}
