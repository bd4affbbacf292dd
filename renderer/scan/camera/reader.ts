import wasmAddress from 'zxing-wasm/reader/zxing_reader.wasm?url';

import type { ReaderPort } from './camera.ts';
import { giveFrames } from './frame-source.ts';
import type { FromReader, ToReader } from './reader-messages.ts';
// Vite makes it: the address of a script that is built by itself.
// oxlint-disable-next-line import/default
import workerAddress from './reading-worker.ts?worker&url';

/** Starts the worker that reads codes, and its decoder with it. Both are the till's own files. */
export function startReader(heard: (message: FromReader) => void, died: () => void): ReaderPort {
  const worker = new Worker(workerAddress, { name: 'camera' });
  worker.addEventListener('message', ({ data }: MessageEvent<FromReader>) => heard(data));
  worker.addEventListener('error', died);
  const post = (message: ToReader, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
  post({ to: 'open', wasm: new URL(wasmAddress, location.href).href });
  return {
    post,
    watch: (track) => giveFrames(track, worker),
    end: () => worker.terminate(),
  };
}
