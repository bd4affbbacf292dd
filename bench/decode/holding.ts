import type { Luma } from '../../renderer/scan/camera/decoding/index.ts';
import type { AgreementLine } from './lines.ts';
import type { Decoding } from './readers.ts';

/** The rule, tried on one set: each picture is a new sale. */
export type Holding = { hold(frames: Iterable<Luma>, expected: string | null): void; line(): AgreementLine };

/** A camera's 30 frames a second. */
const frameMs = 1_000 / 30;

/** `two-decoders` is how it is used with WebAssembly, `three-frames` without. */
export function holdingOf(decoding: Decoding, bars: AgreementLine['bars'], set: string): Holding {
  const { readFrame, wasm, js } = decoding;
  const agreement = decoding.agreement({ bars });
  const count = { images: 0, frames: 0, accepted: 0, wrong: 0 };
  return {
    hold(frames, expected) {
      agreement.reset();
      count.images += 1;
      let at = 0;
      for (const luma of frames) {
        const readings = bars === 'two-decoders' ? readFrame(luma, wasm, js) : readFrame(luma, js, null);
        const verdict = agreement.offer(readings, at);
        count.frames += 1;
        at += frameMs;
        if (verdict === null || !('code' in verdict)) continue;
        if (verdict.code === expected) count.accepted += 1;
        else count.wrong += 1;
        return;
      }
    },
    line: () => ({ bench: 'decode', rule: 'agreement', bars, set, ...count }),
  };
}
