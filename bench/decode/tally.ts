import { performance } from 'node:perf_hooks';

import { readPaymentCode } from '#payment';
import type { Luma } from '../../renderer/scan/camera/decoding/index.ts';
import { percentile, rounded } from '../figures.ts';
import type { DecoderLine } from './lines.ts';
import type { Reader } from './readers.ts';

/** What one decoder reads, picture after picture of one set. */
export type Tally = { look(shown: Shown): void; line(): DecoderLine };

/** `known`: what the decoder is known to read of it, as `Picture.readBy`, '' for nothing; null where that is not known. */
export type Shown = { file: string; luma: Luma; expected: string | null; known: string | null };

export function tallyOf(reader: Reader, set: string): Tally {
  const tookMs: number[] = [];
  const count = { images: 0, expected: 0, read: 0, misread: 0, misreadCodes: 0 };
  const lost: string[] = [];
  let known: number | null = null;
  return {
    look(shown) {
      const startedAt = performance.now();
      const readings = reader.read(shown.luma);
      tookMs.push(performance.now() - startedAt);
      const isRight = ({ text }: { text: string }): boolean => withoutGs1Mark(text) === shown.expected;
      const wrong = readings.filter((reading) => !isRight(reading));
      const right = new Set<string>(readings.filter(isRight).map(({ symbology }) => symbology));
      count.images += 1;
      count.expected += shown.expected === null ? 0 : 1;
      count.read += right.size > 0 ? 1 : 0;
      count.misread += wrong.length;
      count.misreadCodes += wrong.filter(({ text }) => readPaymentCode(text).ok).length;
      if (shown.known === null) return;
      known = (known ?? 0) + (shown.known === '' ? 0 : 1);
      if (shown.known.split('+').some((symbology) => symbology !== '' && !right.has(symbology))) lost.push(shown.file);
    },
    line() {
      return {
        bench: 'decode',
        decoder: reader.name,
        set,
        ...count,
        rate: count.expected === 0 ? null : rounded(count.read / count.expected),
        known,
        lost,
        p50: rounded(percentile(tookMs, 50)),
        p95: rounded(percentile(tookMs, 95)),
        unit: 'ms',
      };
    },
  };
}

/** The lists of the pictures have it not. */
function withoutGs1Mark(text: string): string {
  return text.startsWith('\u001d') ? text.slice(1) : text;
}
