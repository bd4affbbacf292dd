import type { Luma } from '../../renderer/scan/camera/decoding/decoder.ts';
import { renderFrame, type FrameSpec } from '../../renderer/scan/camera/testing/frames.ts';

/** What a small camera sees of a phone that is held over the counter. */
const counterView = { width: 640, height: 480, barsWidth: 250 } as const;

/** A phone with this code on its page; the same one each time. */
export function phone(text: string, changes: Partial<FrameSpec> = {}): Luma {
  return renderFrame({ ...counterView, text, ...changes });
}

/** A QR code of any text. */
export function square(text: string, changes: Partial<FrameSpec> = {}): Luma {
  return phone(text, { layout: 'qr', ...changes });
}

export function emptyCounter(changes: Partial<FrameSpec> = {}): Luma {
  return phone('0', { away: true, layout: 'nothing', ...changes });
}
