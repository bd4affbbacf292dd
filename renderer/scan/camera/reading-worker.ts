import '../../link/without-eval.ts';
import { agreement, areaOfFrame, cut, readFrame, zxingJs, zxingWasm } from './decoding/index.ts';
import { FramePixels } from './frame-pixels.ts';
import { FrameReading, type ReadCodes } from './frame-reading.ts';
import type { DecoderLack, FromReader, ToReader } from './reader-messages.ts';

// The worker that reads codes: frames come in, and what may be charged goes out. Nothing of it touches the page's thread.

/** Resolves when a decoder is open, and never where none can be. */
const opening = Promise.withResolvers<FrameReading>();
const pixels = new FramePixels();
/** The camera's frames that are read now; those of one that was closed are not read on. */
let current: ReadableStream<VideoFrame> | null = null;

addEventListener('message', ({ data }: MessageEvent<ToReader>) => void heard(data));
// A decoder that broke reads no more, and a worker whose promise is rejected says nothing of it by itself.
addEventListener('unhandledrejection', () => say({ from: 'no-reader' }));

async function heard(message: ToReader): Promise<void> {
  if (message.to === 'open') return await open(message.wasm);
  if (message.to === 'frames') current = message.frames;
  const reading = await opening.promise;
  switch (message.to) {
    case 'frames':
      return await readStream(reading, message.frames);
    case 'picture':
      return readPicture(reading, message.picture);
    case 'look':
      return reading.begin(message.look);
    case 'rest':
      return reading.rest();
  }
}

async function open(wasm: string): Promise<void> {
  const first = zxingWasm(wasm);
  const witness = zxingJs();
  const why = await first.open().then(
    () => null,
    (reason: unknown): DecoderLack => (isForbidden(reason) ? 'wasm-forbidden' : 'wasm-not-loaded'),
  );
  await witness.open();
  // Bars are believed when both decoders say the same of one frame, or after three frames where there is one only.
  const read: ReadCodes = (luma, count) => {
    const part = cut(luma, areaOfFrame(count, luma.width, luma.height));
    return why === null ? readFrame(part, first, witness) : readFrame(part, witness, null);
  };
  opening.resolve(new FrameReading(read, agreement({ bars: why === null ? 'two-decoders' : 'three-frames' })));
  say({ from: 'opened', name: why === null ? 'zxing-wasm' : 'zxing-js', why });
}

function isForbidden(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && 'why' in reason && reason.why === 'wasm-forbidden';
}

/** The newest frame each time: the stream holds one, and drops the one before it. Between two looks none is copied. */
async function readStream(reading: FrameReading, frames: ReadableStream<VideoFrame>): Promise<void> {
  const reader = frames.getReader();
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) return;
    try {
      if (frames !== current) return await reader.cancel();
      if (reading.look !== null) await readOne(reading, frame);
    } finally {
      frame.close();
    }
  }
}

async function readOne(reading: FrameReading, frame: VideoFrame): Promise<void> {
  const cameAt = performance.now();
  const { look } = reading;
  const luma = await pixels.ofFrame(frame);
  // The look that it was taken for may be over by now.
  if (luma === null || reading.look !== look) return;
  const came = { cameAt, copiedAt: performance.now(), takenMs: frame.timestamp / 1_000 };
  for (const message of reading.offer(luma, came, () => performance.now())) say(message);
}

function readPicture(reading: FrameReading, picture: ImageBitmap): void {
  const cameAt = performance.now();
  const luma = reading.look === null ? null : pixels.ofPicture(picture);
  picture.close();
  if (luma !== null) {
    const came = { cameAt, copiedAt: performance.now(), takenMs: null };
    for (const message of reading.offer(luma, came, () => performance.now())) say(message);
  }
  say({ from: 'free' });
}

function say(message: FromReader): void {
  postMessage(message);
}
