import type { ToReader } from './reader-messages.ts';

/** Not among the DOM's types (W3C, MediaStreamTrack Insertable Media Processing). */
type TrackProcessor = new (init: { track: MediaStreamTrack; maxBufferSize: number }) => {
  readable: ReadableStream<VideoFrame>;
};

/** What takes the frames. */
type Taker = Pick<Worker, 'postMessage' | 'addEventListener' | 'removeEventListener'>;

/**
 * Gives a camera's frames to the worker: as a stream of their planes, or where the browser has no such stream one picture
 * after the other. A frame that comes while one is read takes the place of the one before it; none waits in a queue.
 */
export function giveFrames(track: MediaStreamTrack, worker: Taker): () => void {
  const { MediaStreamTrackProcessor: Processor } = globalThis as { MediaStreamTrackProcessor?: TrackProcessor };
  if (Processor === undefined) return givePictures(track, worker);
  const { readable } = new Processor({ track, maxBufferSize: 1 });
  post(worker, { to: 'frames', frames: readable }, [readable]);
  // The stream ends with its track.
  return () => undefined;
}

function givePictures(track: MediaStreamTrack, worker: Taker): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  let isWanted = true;
  let isFree = true;

  const freed = ({ data }: MessageEvent<{ from?: unknown }>): void => {
    if (data.from === 'free') isFree = true;
  };
  const next = (): void => {
    if (!isWanted) return;
    if (isFree) void give();
    video.requestVideoFrameCallback(next);
  };
  async function give(): Promise<void> {
    isFree = false;
    const picture = await createImageBitmap(video).catch(() => null);
    if (picture === null) isFree = true;
    else post(worker, { to: 'picture', picture }, [picture]);
  }

  worker.addEventListener('message', freed as EventListener);
  video.requestVideoFrameCallback(next);
  void video.play().catch(() => undefined); // it ends with its track
  return () => {
    isWanted = false;
    worker.removeEventListener('message', freed as EventListener);
    video.srcObject = null;
  };
}

function post(worker: Taker, message: ToReader, transfer: Transferable[]): void {
  worker.postMessage(message, transfer);
}
