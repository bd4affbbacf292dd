import type { CodeProblem } from '#payment';

import type { Decoder, Evidence } from './decoding/index.ts';

export type DecoderName = Decoder['name'];

/** Why the better decoder is not there. */
export type DecoderLack = 'wasm-forbidden' | 'wasm-not-loaded';

/** Why something that was read clearly is no payment code. */
export type Foreign = CodeProblem;

/** What can be said of a picture as a whole. */
export type Light = 'enough' | 'dark' | 'bright';

/** Page → worker. The worker is of the same build: both sides trust these types. */
export type ToReader =
  /** Once, first: opens a decoder. `wasm`: the address of its file, of the page's own origin. */
  | { to: 'open'; wasm: string }
  /** A camera's frames, until they end; whatever came before is dropped. */
  | { to: 'frames'; frames: ReadableStream<VideoFrame> }
  /** One frame, where frames cannot be streamed; the next one when this is answered by `free`. */
  | { to: 'picture'; picture: ImageBitmap }
  /** From now on codes are looked for. What is said of them bears this number. */
  | { to: 'look'; look: number }
  /** No frame is read until the next look. */
  | { to: 'rest' };

/** When things happened, on the worker's own clock, ms. */
export type ReadTiming = {
  /** The frame came. */
  readonly cameAt: number;
  /** Its pixels were there. */
  readonly copiedAt: number;
  readonly readAt: number;
  /** The camera's own time of the frame, in ms; its zero is the camera's. */
  readonly takenMs: number | null;
};

/** Worker → page. */
export type FromReader =
  /** `why` it is not the better one. */
  | { from: 'opened'; name: DecoderName; why: DecoderLack | null }
  | { from: 'no-reader' }
  /** A code that may be charged: once for each look. `text` is a secret. */
  | { from: 'code'; look: number; text: string; by: Evidence; timing: ReadTiming }
  | { from: 'two-codes'; look: number }
  | { from: 'foreign'; look: number; why: Foreign }
  | { from: 'test-code'; look: number }
  | { from: 'light'; light: Light }
  | { from: 'free' };
