/** What is known of the frame in which the phone became sharp, and of the code that was read then; ms, the page's clock. */
export type CodeSample = {
  /** From the camera's giving it to the page until the code was there. */
  tookMs: number;
  /** How many frames later than the first sharp one was the one that was read. */
  framesLate: number;
};

declare global {
  interface Window {
    /** The samples so far. */
    cameraSamples: () => CodeSample[];
  }
}

/** Where the film's parts begin, in frames, and how the numbers of its frames are drawn. */
export type FilmParts = { emptyUntil: number; sharpFrom: number; squares: number; square: number };

/**
 * Runs in the page before its own scripts. Looks at the same camera for the numbers of its frames, hears what the page's
 * worker says, and asks for another look while the film shows an empty counter.
 */
export function watchCamera({ emptyUntil, sharpFrom, squares, square }: FilmParts): void {
  const samples: CodeSample[] = [];
  window.cameraSamples = () => samples;
  let sharp: { givenAt: number; takenMs: number } | null = null;
  /** The look began while nobody stood there. */
  let isFair = false;

  window.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      this.addEventListener('message', ({ data }: MessageEvent<{ from: string; timing: { takenMs: number } }>) => {
        if (data.from !== 'code') return;
        const at = performance.now();
        if (sharp !== null && isFair) {
          const framesLate = Math.round((data.timing.takenMs - sharp.takenMs) / (1_000 / 30));
          samples.push({ tookMs: at - sharp.givenAt, framesLate });
        }
        isFair = false;
      });
    }
  };

  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    const [track] = stream.getVideoTracks();
    if (track !== undefined) void count(track.clone(), track);
    return stream;
  };

  async function count(track: MediaStreamTrack, of: MediaStreamTrack): Promise<void> {
    const { MediaStreamTrackProcessor: Processor } = window as unknown as {
      MediaStreamTrackProcessor: new (init: { track: MediaStreamTrack }) => { readable: ReadableStream<VideoFrame> };
    };
    const frames = new Processor({ track }).readable.getReader();
    // The camera stamps its frames by a clock of its own; the frame that came quickest tells best what that clock says.
    let behindMs = Infinity;
    const strip = new Uint8Array(squares * square * square * 2);
    for (let before = -1; of.readyState === 'live';) {
      const { value: frame } = await frames.read();
      if (frame === undefined) break;
      const takenMs = frame.timestamp / 1_000;
      behindMs = Math.min(behindMs, performance.now() - takenMs);
      await frame.copyTo(strip, { rect: { x: 0, y: 0, width: squares * square, height: square } });
      frame.close();
      let number = 0;
      for (let bit = 0; bit < squares; bit++) {
        const middle = (square / 2) * squares * square + bit * square + square / 2;
        if ((strip[middle] ?? 0) > 128) number |= 1 << bit;
      }
      if (number >= sharpFrom && before < sharpFrom) sharp = { givenAt: takenMs + behindMs, takenMs };
      if (number < emptyUntil && before >= emptyUntil) beginAgain();
      before = number;
    }
    track.stop();
  }

  function beginAgain(): void {
    sharp = null;
    for (const button of document.querySelectorAll('button')) {
      if (button.textContent.trim() === 'Look again') button.click();
    }
    isFair = true;
  }
}
